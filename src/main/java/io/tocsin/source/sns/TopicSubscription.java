package io.tocsin.source.sns;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.aws.access.AwsAccess;
import io.tocsin.aws.access.QueueName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Subscription;

/**
 * A queue that gets what is published to a topic: what {@code ./hub sns subscribe} makes. The subscription itself is made by
 * camel-aws2-sns; a queue that is subscribed already stays as it is.
 *
 * @param topicArn the topic
 * @param queueArn the queue, in any account
 */
public record TopicSubscription(String topicArn, String queueArn) {
    private static final Pattern TOPIC =
            Pattern.compile("arn:([^:]+):sns:([a-z0-9-]+):(\\d{12}):([\\w-]+(?:\\.fifo)?)");
    private static final String CLIENT = "tocsinSns";

    /**
     * Reads what a user gave.
     *
     * @param queue an ARN, or the name of a queue in the topic's region and account
     * @throws IllegalArgumentException if one of them is none
     */
    public static TopicSubscription of(String topic, String queue) {
        Matcher arn = TOPIC.matcher(topic.strip());
        if (!arn.matches()) {
            throw new IllegalArgumentException(
                    "the topic is \"" + topic + "\"; expected its ARN, arn:aws:sns:<region>:<account>:<name>");
        }
        if (!queue.startsWith("arn:") && !queue.matches("[\\w-]{1,80}(\\.fifo)?")) {
            throw new IllegalArgumentException("the queue is \"" + queue + "\"; expected its name or its ARN");
        }
        QueueName name = QueueName.of(queue.strip());
        return new TopicSubscription(
                arn.group(),
                "arn:" + arn.group(1) + ":sqs:" + name.region().orElse(arn.group(2)) + ":"
                        + name.account().orElse(arn.group(3)) + ":" + name.name());
    }

    /** The topic's region. */
    public String region() {
        return topicArn.split(":")[3];
    }

    /**
     * Looks whether the queue is subscribed and, unless it is or it is a dry run, subscribes it.
     *
     * @param context started; its component aws2-sns does it
     * @return what there is to tell, a line each
     * @throws IllegalArgumentException if SNS refuses something, in one line
     */
    public List<String> run(CamelContext context, AwsAccess access, boolean dryRun) {
        List<String> lines = new ArrayList<>();
        try (SnsClient client = access.tell(SnsClient.builder()).build()) {
            Optional<Subscription> there = there(client);
            if (there.isPresent()) {
                lines.add("Nothing to do: it is subscribed, as " + there.get().subscriptionArn() + ".");
            } else if (dryRun) {
                lines.add("subscribe");
                lines.add("Nothing was done: it was a dry run.");
            } else {
                subscribe(context, client);
                lines.add("Done"
                        + there(client)
                                .map(made -> ": " + made.subscriptionArn())
                                .orElse("") + ".");
            }
        } catch (SdkException refused) {
            throw new IllegalArgumentException("SNS refused: " + oneLine(refused.getMessage()), refused);
        }
        return lines;
    }

    private Optional<Subscription> there(SnsClient client) {
        return client.listSubscriptionsByTopicPaginator(ask -> ask.topicArn(topicArn)).subscriptions().stream()
                .filter(made -> "sqs".equals(made.protocol()) && queueArn.equals(made.endpoint()))
                .findFirst();
    }

    private void subscribe(CamelContext context, SnsClient client) {
        context.getRegistry().bind(CLIENT, client);
        try {
            Endpoint endpoint = context.getEndpoint("aws2-sns:" + topicArn + "?subscribeSNStoSQS=true&queueArn="
                    + queueArn + "&amazonSNSClient=#" + CLIENT);
            endpoint.start();
        } catch (RuntimeException failed) {
            for (Throwable link = failed; link != null; link = link.getCause()) {
                if (link instanceof SdkException refused) {
                    throw refused;
                }
            }
            throw failed;
        } finally {
            context.getRegistry().unbind(CLIENT);
        }
    }

    /**
     * The policy that the queue needs, so that this topic and no other may send to it.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html">Subscribing a queue</a>
     */
    public ObjectNode policy() {
        ObjectNode policy = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ObjectNode statement = policy.putArray("Statement").addObject();
        statement.put("Sid", "TocsinSns").put("Effect", "Allow");
        statement.putObject("Principal").put("Service", "sns.amazonaws.com");
        statement.put("Action", "sqs:SendMessage").put("Resource", queueArn);
        statement.putObject("Condition").putObject("ArnEquals").put("aws:SourceArn", topicArn);
        return policy;
    }

    private static String oneLine(String text) {
        return String.valueOf(text).replaceAll("\\s+", " ");
    }
}
