package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.tocsin.model.delivery.FailureClass;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQS and EventBridge: an incident as an event for programs. */
class SystemChannelsTest {
    @RegisterExtension
    static final WireMockExtension AWS = AwsStub.server();

    private static Receivers receivers;

    @BeforeAll
    static void receivers() throws Exception {
        String url = "http://127.0.0.1:" + AWS.getPort();
        receivers = new Receivers()
                .with("sqs", "queue", AwsStub.at(url, Map.of("queueUrl", url + "/111122223333/incidents")))
                .with("sqs", "fifo", AwsStub.at(url, Map.of("queueUrl", url + "/111122223333/incidents.fifo")))
                .with(
                        "eventbridge",
                        "bus",
                        AwsStub.at(
                                url,
                                Map.of(
                                        "bus",
                                        "arn:aws:events:eu-west-1:111122223333:event-bus/ops",
                                        "source",
                                        "acme.tocsin")));
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    @BeforeEach
    void answers() {
        AWS.stubFor(any(anyUrl())
                .withHeader("X-Amz-Target", containing("SendMessage"))
                .willReturn(aResponse().withBody("{\"MessageId\":\"sqs-1\"}")));
        AWS.stubFor(any(anyUrl())
                .withHeader("X-Amz-Target", containing("PutEvents"))
                .willReturn(aResponse().withBody("{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"event-1\"}]}")));
    }

    private static JsonNode entry() throws Exception {
        return AwsStub.json(AWS).at("/Entries/0");
    }

    @Test
    void aQueueGetsTheIncidentAsAnEventOfThePublishedForm() throws Exception {
        assertThat(receivers.send("queue", Messages.firing()).answer()).contains("SQS message sqs-1");
        JsonNode request = AwsStub.json(AWS);
        JsonNode event = AwsStub.JSON.readTree(request.get("MessageBody").asText());
        assertThat(IncidentEvents.violations(event)).isEmpty();
        assertThat(event.get("version").asText()).isEqualTo("2");
        assertThat(event.at("/delivery/id").asText()).isEqualTo("key-1");
        assertThat(event.get("alerts")).isEqualTo(Messages.firing().get("alerts"));
        assertThat(request.at("/MessageAttributes/severity/StringValue").asText())
                .isEqualTo("critical");
        assertThat(request.has("MessageDeduplicationId")).isFalse();
    }

    @Test
    void aFifoQueueKeepsAnIncidentInOrderAndARetryIsNoSecondMessage() throws Exception {
        receivers.send("fifo", Messages.firing());
        JsonNode request = AwsStub.json(AWS);
        assertThat(request.get("MessageGroupId").asText()).isEqualTo("inc-1");
        assertThat(request.get("MessageDeduplicationId").asText()).isEqualTo("key-1");
    }

    @ParameterizedTest
    @CsvSource({
        "opened,Tocsin Incident Opened",
        "updated,Tocsin Incident Updated",
        "resolved,Tocsin Incident Resolved",
        "acknowledged,Tocsin Incident Acknowledged",
        "escalated,Tocsin Incident Escalated",
        "digest,Tocsin Digest",
        "test,Tocsin Test"
    })
    void aBusGetsTheKindOfNoticeAsDetailType(String kind, String type) throws Exception {
        ObjectNode message = Messages.firing();
        message.withObject("/notice").put("kind", kind);
        assertThat(receivers.send("bus", message).answer()).contains("EventBridge event event-1");
        assertThat(entry().get("DetailType").asText()).isEqualTo(type);
        assertThat(entry().get("Source").asText()).isEqualTo("acme.tocsin");
        assertThat(entry().get("EventBusName").asText()).endsWith(":event-bus/ops");
        assertThat(IncidentEvents.violations(
                        AwsStub.JSON.readTree(entry().get("Detail").asText())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ThrottlingException,RATE_LIMITED",
        "InternalFailure,TRANSIENT",
        "AccessDeniedException,PERMANENT",
        "MalformedDetail,PERMANENT",
        "NotAuthorizedForSourceException,PERMANENT"
    })
    void anEntryThatFailedInA200IsAFailure(String code, FailureClass expected) throws Exception {
        AWS.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withBody("{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"" + code
                                + "\",\"ErrorMessage\":\"words of AWS\"}]}")));
        var failure = receivers.send("bus", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.reason()).isEqualTo(code + ": words of AWS");
    }

    @ParameterizedTest
    @CsvSource({
        "400,QueueDoesNotExist,PERMANENT",
        "403,AccessDeniedException,PERMANENT",
        "400,KmsThrottled,RATE_LIMITED",
        "400,KmsAccessDenied,PERMANENT",
        "400,RequestThrottled,RATE_LIMITED",
        "400,ExpiredTokenException,TRANSIENT",
        "500,InternalFailure,TRANSIENT"
    })
    void sqsSaysWhyItTakesNothing(int status, String code, FailureClass expected) throws Exception {
        AWS.stubFor(any(anyUrl()).willReturn(AwsStub.jsonError(status, code)));
        assertThat(receivers.send("queue", Messages.firing()).failure().failureClass())
                .isEqualTo(expected);
    }

    @Test
    void aMegabyteOfDescriptionFitsIntoBoth() throws Exception {
        for (String unit : List.of("x", "\"\\", "🔥", "\u0001")) {
            ObjectNode message = Messages.firing();
            ((ObjectNode) message.at("/alerts/0")).put("description", unit.repeat(1_000_000 / unit.length()));
            for (String receiver : List.of("queue", "bus")) {
                AWS.resetRequests();
                assertThat(receivers.send(receiver, message).exception()).isEmpty();
                JsonNode request = AwsStub.json(AWS);
                String body = receiver.equals("bus")
                        ? request.at("/Entries/0/Detail").asText()
                        : request.get("MessageBody").asText();
                assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1_000, 250_000);
                assertThat(IncidentEvents.violations(AwsStub.JSON.readTree(body)))
                        .isEmpty();
            }
        }
    }

    @Test
    void aThousandHostileLabelsAreLeftOutBeforeTheIncidentIs() throws Exception {
        ObjectNode message = Messages.firing();
        ObjectNode labels = (ObjectNode) message.at("/alerts/0/labels");
        for (int i = 0; i < 1_000; i++) {
            labels.put("k".repeat(400) + i, "v".repeat(400));
        }
        assertThat(receivers.send("queue", message).exception()).isEmpty();
        JsonNode event =
                AwsStub.JSON.readTree(AwsStub.json(AWS).get("MessageBody").asText());
        assertThat(event.at("/incident/title").asText()).isEqualTo("Pipeline deploy failed");
        assertThat(event.at("/alerts/0/title").asText()).isEqualTo("Pipeline deploy failed");
        assertThat(event.at("/alerts/0").has("labels")).isFalse();
    }

    @Test
    void aWebhookGetsTheSameForm() throws Exception {
        receivers.with("webhook", "hook", Map.of("url", "http://127.0.0.1:" + AWS.getPort() + "/hook"));
        AWS.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
        for (ObjectNode message : List.of(Messages.firing(), Messages.resolved(), Messages.digest(3))) {
            AWS.resetRequests();
            assertThat(receivers.send("hook", message).exception()).isEmpty();
            assertThat(IncidentEvents.violations(AwsStub.json(AWS))).isEmpty();
        }
    }

    @Test
    void theSchemaRefusesWhatIsNoIncidentEvent() throws Exception {
        ObjectNode event = Messages.firing();
        event.put("version", "3");
        event.withObject("/incident").put("status", "lost");
        assertThat(IncidentEvents.violations(event)).hasSize(2).anyMatch(fault -> fault.contains("/incident/status"));
    }

    @Test
    void programsGetNoDigests() {
        assertThat(receivers.lane("queue")).containsEntry("digestAbove", "0");
        assertThat(receivers.lane("bus")).containsEntry("digestAbove", "0");
    }
}
