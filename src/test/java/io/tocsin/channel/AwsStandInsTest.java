package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.Moto;
import io.tocsin.model.delivery.FailureClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.ses.SesClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SES, SNS, SQS and EventBridge as moto plays them, where the machine has it. */
@Tag("slow")
class AwsStandInsTest {
    private static Moto moto;
    private static Receivers receivers;
    private static SqsClient sqs;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        moto = Moto.start(folder);
        sqs = moto.client(SqsClient.builder());
        receivers = new Receivers();
    }

    @AfterAll
    static void stop() throws Exception {
        if (receivers != null) {
            receivers.close();
            sqs.close();
            moto.close();
        }
    }

    private static Map<String, String> at(Map<String, String> more) {
        Map<String, String> all = AwsStub.at(moto.url(), more);
        all.put("region", "eu-west-1");
        return all;
    }

    private static String queue(String name) {
        return sqs.createQueue(queue -> queue.queueName(name)).queueUrl();
    }

    private static String arn(String url) {
        return sqs.getQueueAttributes(ask -> ask.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private static List<JsonNode> bodies(String url) {
        return IntStream.range(0, 3)
                .mapToObj(turn -> sqs.receiveMessage(
                                receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                        .messages())
                .flatMap(List::stream)
                .map(message -> {
                    try {
                        return AwsStub.JSON.readTree(message.body());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Test
    void sesTakesAMailOfAVerifiedSenderAndRefusesAnother() throws Exception {
        try (SesClient ses = moto.client(SesClient.builder())) {
            ses.verifyEmailIdentity(identity -> identity.emailAddress("tocsin@example.org"));
            receivers
                    .with("email-ses", "verified", at(Map.of("from", "tocsin@example.org", "to", "a@example.org")))
                    .with("email-ses", "unknown", at(Map.of("from", "else@example.net", "to", "a@example.org")));
            assertThat(receivers.send("verified", Messages.firing()).answer().orElseThrow())
                    .startsWith("SES message ");
            assertThat(receivers.send("unknown", Messages.firing()).failure().failureClass())
                    .isEqualTo(FailureClass.PERMANENT);
            assertThat(ses.getSendQuota().sentLast24Hours()).isEqualTo(1.0);
        }
    }

    @Test
    void aSubscriptionGetsWhatItsFilterPolicyLetsThrough() throws Exception {
        try (SnsClient sns = moto.client(SnsClient.builder())) {
            String topic = sns.createTopic(create -> create.name("alarms")).topicArn();
            String url = queue("critical-only");
            sns.subscribe(subscribe -> subscribe
                    .topicArn(topic)
                    .protocol("sqs")
                    .endpoint(arn(url))
                    .attributes(Map.of("FilterPolicy", "{\"severity\":[\"critical\"],\"status\":[\"resolved\"]}")));
            receivers.with("sns", "topic", at(Map.of("topic", topic)));
            assertThat(receivers.send("topic", Messages.firing()).exception()).isEmpty();
            assertThat(receivers.send("topic", Messages.resolved()).exception()).isEmpty();
            List<JsonNode> bodies = bodies(url);
            assertThat(bodies).hasSize(1);
            JsonNode event = AwsStub.JSON.readTree(bodies.get(0).get("Message").asText());
            assertThat(event.at("/incident/status").asText()).isEqualTo("resolved");
            assertThat(IncidentEvents.violations(event)).isEmpty();
        }
    }

    @Test
    void aPhoneIsSentATextMessage() throws Exception {
        receivers.with("sms-sns", "sms", at(Map.of("phone", "+491701234567")));
        assertThat(receivers.send("sms", Messages.firing()).answer().orElseThrow())
                .startsWith("SNS message ");
    }

    @Test
    void aRuleOfABusFindsTheEvent() throws Exception {
        try (EventBridgeClient bus = moto.client(EventBridgeClient.builder())) {
            String url = queue("from-bus");
            bus.putRule(rule -> rule.name("critical")
                    .eventPattern("{\"source\":[\"tocsin\"],\"detail-type\":[\"Tocsin Incident Opened\"],"
                            + "\"detail\":{\"incident\":{\"severity\":[\"critical\"]}}}"));
            bus.putTargets(put ->
                    put.rule("critical").targets(target -> target.id("queue").arn(arn(url))));
            receivers.with("eventbridge", "bus", at(Map.of()));
            assertThat(receivers.send("bus", Messages.firing()).exception()).isEmpty();
            assertThat(receivers.send("bus", Messages.resolved()).exception()).isEmpty();
            List<JsonNode> bodies = bodies(url);
            assertThat(bodies).hasSize(1);
            assertThat(IncidentEvents.violations(bodies.get(0).get("detail"))).isEmpty();
        }
    }

    @Test
    void aQueueThatIsNotThereIsPermanent() throws Exception {
        receivers.with("sqs", "nowhere", at(Map.of("queueUrl", moto.url() + "/123456789012/nowhere")));
        assertThat(receivers.send("nowhere", Messages.firing()).failure().failureClass())
                .isEqualTo(FailureClass.PERMANENT);
    }

    @Test
    void camelsOwnComponentsPublishAndSend() throws Exception {
        String aws = "region=eu-west-1&accessKey=x&secretKey=x&overrideEndpoint=true&uriEndpointOverride=" + moto.url();
        try (SnsClient sns = moto.client(SnsClient.builder());
                SesClient ses = moto.client(SesClient.builder())) {
            String topic = sns.createTopic(create -> create.name("by-camel")).topicArn();
            String url = queue("by-camel");
            sns.subscribe(subscribe -> subscribe.topicArn(topic).protocol("sqs").endpoint(arn(url)));
            ses.verifyEmailIdentity(identity -> identity.emailAddress("camel@example.org"));
            receivers
                    .with("camel", "sns-by-camel", Map.of("uri", "aws2-sns:" + topic + "?" + aws))
                    .with(
                            "camel",
                            "ses-by-camel",
                            Map.of("uri", "aws2-ses:camel@example.org?to=a@example.org&subject=Alarm&" + aws))
                    .with(
                            "camel",
                            "ses-unverified",
                            Map.of("uri", "aws2-ses:else@example.net?to=a@example.org&subject=Alarm&" + aws));
            assertThat(receivers
                            .send("sns-by-camel", Messages.firing())
                            .answer()
                            .orElseThrow())
                    .startsWith("CamelAwsSnsMessageId ");
            assertThat(bodies(url).get(0).path("Message").asText()).startsWith("[CRITICAL] Pipeline deploy failed");
            assertThat(receivers.send("ses-by-camel", Messages.firing()).exception())
                    .isEmpty();
            assertThat(receivers
                            .send("ses-unverified", Messages.firing())
                            .failure()
                            .failureClass())
                    .isEqualTo(FailureClass.PERMANENT);
        }
    }
}
