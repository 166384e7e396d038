package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.tocsin.model.delivery.FailureClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SnsChannelTest {
    @RegisterExtension
    static final WireMockExtension AWS = AwsStub.server();

    private static Receivers receivers;

    @BeforeAll
    static void receivers() throws Exception {
        String url = "http://127.0.0.1:" + AWS.getPort();
        receivers = new Receivers()
                .with("sns", "topic", AwsStub.at(url, Map.of("topic", AwsStub.TOPIC)))
                .with("sns", "fifo", AwsStub.at(url, Map.of("topic", AwsStub.TOPIC + ".fifo")));
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    @BeforeEach
    void answers() {
        AWS.stubFor(post(anyUrl()).willReturn(aResponse().withBody(AwsStub.PUBLISHED)));
    }

    @Test
    void aTopicGetsAFormForEachKindOfSubscription() throws Exception {
        assertThat(receivers.send("topic", Messages.firing()).answer()).contains("SNS message sns-1");
        Map<String, String> form = AwsStub.form(AWS);
        assertThat(form)
                .containsEntry("Action", "Publish")
                .containsEntry("TopicArn", AwsStub.TOPIC)
                .containsEntry("Subject", "[CRITICAL] Pipeline deploy failed")
                .containsEntry("MessageStructure", "json")
                .doesNotContainKeys("MessageGroupId", "MessageDeduplicationId");
        JsonNode message = AwsStub.JSON.readTree(form.get("Message"));
        assertThat(message.get("sms").asText()).isEqualTo("[CRITICAL] Pipeline deploy failed (deploy), open");
        assertThat(message.get("email").asText())
                .contains("Impact\nNo release", "Affected: deploy", "Console: https://console.example.org/p?a=1&b=2");
        JsonNode event = AwsStub.JSON.readTree(message.get("default").asText());
        assertThat(event.at("/incident/id").asText()).isEqualTo("inc-1");
        assertThat(IncidentEvents.violations(event)).isEmpty();
        assertThat(AWS.findAll(postRequestedFor(anyUrl())).get(0).getHeader("Authorization"))
                .contains("AKIDEXAMPLE/")
                .contains("/eu-west-1/sns/");
    }

    @Test
    void aSubscriptionCanFilterByAttributes() throws Exception {
        receivers.send("topic", Messages.firing());
        Map<String, String> form = AwsStub.form(AWS);
        assertThat(AwsStub.attributes(form))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "severity", "critical",
                        "status", "open",
                        "rules", "production-pipeline-failed",
                        "source", "aws.codepipeline",
                        "audience", "technical"));
        assertThat(form.entrySet())
                .filteredOn(field -> field.getKey().endsWith("DataType"))
                .hasSize(5)
                .allMatch(field -> field.getValue().equals("String"));
    }

    @Test
    void anSmsHasAtMost140CharactersAndTheSubject100InAscii() throws Exception {
        receivers.send("topic", Messages.saying("🔥ü".repeat(200)));
        Map<String, String> form = AwsStub.form(AWS);
        String sms = AwsStub.JSON.readTree(form.get("Message")).get("sms").asText();
        assertThat(sms).hasSizeBetween(130, 140).endsWith("...");
        assertThat(form.get("Subject")).hasSizeLessThanOrEqualTo(100).matches("[ -~]+");
    }

    @Test
    void aFifoTopicDropsTheRetryAfterAResetByItsDeduplicationId() throws Exception {
        AWS.stubFor(post(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThat(receivers.send("fifo", Messages.firing()).failure().failureClass())
                .isEqualTo(FailureClass.UNKNOWN);
        answers();
        ObjectNode again = Messages.firing();
        again.withObject("/delivery").put("attempt", 2);
        assertThat(receivers.send("fifo", again).delivered()).isTrue();
        List<LoggedRequest> both = AWS.findAll(postRequestedFor(anyUrl()));
        assertThat(both).hasSize(2).extracting(AwsStub::form).allSatisfy(form -> assertThat(form)
                .containsEntry("MessageGroupId", "inc-1")
                .containsEntry("MessageDeduplicationId", "key-1"));
    }

    @Test
    void aMegabyteOfTextFitsAndSaysWhatIsMissing() throws Exception {
        ObjectNode message = Messages.firing();
        ObjectNode alert = (ObjectNode) message.at("/alerts/0");
        alert.put("description", "\"\\\n".repeat(330_000));
        for (int i = 0; i < 200; i++) {
            message.withArray("/alerts").add(alert.deepCopy().put("description", "x".repeat(4_000)));
        }
        assertThat(receivers.send("topic", message).delivered()).isTrue();
        String text = AwsStub.form(AWS).get("Message");
        assertThat(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(262_144);
        JsonNode event =
                AwsStub.JSON.readTree(AwsStub.JSON.readTree(text).get("default").asText());
        assertThat(event.get("omittedAlerts").asInt() + event.get("alerts").size())
                .isEqualTo(201);
        assertThat(event.at("/alerts/0/description").asText()).endsWith("…");
    }

    @Test
    void aRegionThatIsNotTheTopicsIsRefusedAtTheStart() {
        Throwable thrown = catchThrowable(() -> receivers.with(
                "sns",
                "elsewhere",
                AwsStub.at("http://127.0.0.1:1", Map.of("topic", AwsStub.TOPIC, "region", "us-east-1"))));
        assertThat(thrown).hasStackTraceContaining("region is us-east-1, but the destination is in eu-west-1");
    }
}
