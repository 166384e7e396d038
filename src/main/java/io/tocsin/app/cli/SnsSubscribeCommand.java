package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.aws.access.AwsAccess;
import io.tocsin.source.sns.TopicSubscription;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub sns subscribe}. */
@Command(
        name = "subscribe",
        description = "Subscribes the hub's queue to a topic, and shows the policy that the queue needs for it."
                + " What is subscribed already stays as it is.",
        mixinStandardHelpOptions = true,
        footer = "./hub sns subscribe --topic arn:aws:sns:eu-west-1:111122223333:alarms --queue ops-events --dry-run")
final class SnsSubscribeCommand implements Callable<Integer> {

    @Option(names = "--topic", paramLabel = "ARN", required = true, description = "The topic.")
    private String topic;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            required = true,
            description = "The hub's queue: its ARN, or its name where it is in the topic's region and account.")
    private String queue;

    @Option(names = "--dry-run", description = "Only show what would be done, and the policy.")
    private boolean dryRun;

    @Option(names = "--endpoint", paramLabel = "URL", description = "Another address than AWS's for SNS.")
    private Optional<String> endpoint;

    @Mixin
    private AwsOptions aws;

    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        CamelContext context = new DefaultCamelContext();
        context.start();
        try {
            TopicSubscription subscription = TopicSubscription.of(topic, queue);
            AwsAccess access =
                    new AwsAccess(subscription.region(), endpoint.map(URI::create), aws.identity(""), aws.role("", ""));
            List<String> steps = subscription.run(context, access, dryRun);
            output.print(config.out(), json(subscription, steps), out -> print(subscription, steps, out));
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(wrong.getMessage());
        } finally {
            context.stop();
        }
        return 0;
    }

    private static void print(TopicSubscription subscription, List<String> steps, PrintWriter out) {
        out.println("topic  " + subscription.topicArn());
        out.println("queue  " + subscription.queueArn());
        steps.forEach(out::println);
        out.println("The queue's policy must have this statement, or SNS drops what it would send:");
        out.println(subscription.policy().toPrettyString());
        out.println(
                "An encrypted queue's KMS key must let sns.amazonaws.com use kms:GenerateDataKey and kms:Decrypt, too.");
    }

    private JsonNode json(TopicSubscription subscription, List<String> steps) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("dryRun", dryRun)
                .put("topic", subscription.topicArn())
                .put("queue", subscription.queueArn());
        ArrayNode list = data.putArray("steps");
        steps.forEach(list::add);
        data.set("policy", subscription.policy());
        return data;
    }
}
