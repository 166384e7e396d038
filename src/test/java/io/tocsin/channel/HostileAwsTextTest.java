package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.tocsin.channel.text.Cut;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a sender writes arrives as text by SMS, push, call, queue and bus. */
class HostileAwsTextTest {
    @RegisterExtension
    static final WireMockExtension AWS = AwsStub.server();

    private static Receivers receivers;

    @BeforeAll
    static void receivers() throws Exception {
        String url = "http://127.0.0.1:" + AWS.getPort();
        receivers = new Receivers()
                .with("sms-sns", "sms", AwsStub.at(url, Map.of("phone", "+491701234567", "segments", "10")))
                .with(
                        "push-sns",
                        "push",
                        AwsStub.at(url, Map.of("target", "arn:aws:sns:eu-west-1:1:endpoint/APNS/a/1")))
                .with(
                        "voice-connect",
                        "voice",
                        AwsStub.at(url, Map.of("instance", "i", "contactFlow", "f", "phone", "+491701234567")))
                .with("sns", "topic", AwsStub.at(url, Map.of("topic", "arn:aws:sns:eu-west-1:111122223333:ops")))
                .with("sqs", "queue", AwsStub.at(url, Map.of("queueUrl", url + "/111122223333/q")))
                .with("eventbridge", "bus", AwsStub.at(url, Map.of()));
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    static Stream<String> lines() {
        return HostileTexts.lines();
    }

    @BeforeEach
    void answers() {
        AWS.stubFor(any(anyUrl()).willReturn(aResponse().withBody("{\"Entries\":[{\"EventId\":\"1\"}]}")));
        AWS.stubFor(any(anyUrl())
                .withRequestBody(containing("Action=Publish"))
                .willReturn(aResponse().withBody(AwsStub.PUBLISHED)));
    }

    private static void delivered(String receiver, ObjectNode message) throws Exception {
        AWS.resetRequests();
        assertThat(receivers.send(receiver, message).exception()).as(receiver).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void phonesGetTheTextAndNothingOfItIsEvaluated(String text) throws Exception {
        delivered("sms", Messages.saying(text));
        assertThat(AwsStub.form(AWS).get("Message"))
                .startsWith("[CRITICAL] " + Markup.LOOKALIKE.expected(text.substring(0, Math.min(60, text.length()))));
        delivered("push", Messages.saying(text));
        JsonNode push = AwsStub.JSON.readTree(AwsStub.form(AWS).get("Message"));
        assertThat(AwsStub.JSON
                        .readTree(push.get("APNS").asText())
                        .at("/aps/alert/title")
                        .asText())
                .isEqualTo(Cut.toBytes(200, "[CRITICAL] " + text));
        delivered("voice", Messages.saying(text));
        assertThat(AwsStub.json(AWS).at("/Attributes/title").asText()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void programsGetExactlyWhatTheSenderWrote(String text) throws Exception {
        ObjectNode message = Messages.saying(text);
        delivered("queue", message);
        JsonNode queued =
                AwsStub.JSON.readTree(AwsStub.json(AWS).get("MessageBody").asText());
        delivered("bus", message);
        JsonNode put =
                AwsStub.JSON.readTree(AwsStub.json(AWS).at("/Entries/0/Detail").asText());
        for (JsonNode event : new JsonNode[] {queued, put}) {
            assertThat(event.get("incident")).isEqualTo(message.get("incident"));
            assertThat(event.get("alerts")).isEqualTo(message.get("alerts"));
        }
    }

    @Test
    void controlCharactersReachNoPhone() throws Exception {
        delivered("sms", Messages.saying(HostileTexts.UNREADABLE));
        assertThat(AwsStub.form(AWS).get("Message")).matches("[ -~\n]+");
        delivered("voice", Messages.saying(HostileTexts.UNREADABLE));
        assertThat(AwsStub.json(AWS).at("/Attributes/spoken").asText()).matches("[ -~]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sms", "push", "voice", "topic", "queue", "bus"})
    void whateverIsMissingOrTooManyTheMessageIsDelivered(String receiver) throws Exception {
        for (ObjectNode odd : OddMessages.all().values()) {
            delivered(receiver, odd);
        }
    }
}
