package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.tocsin.channel.phone.SmsCoding;
import io.tocsin.channel.phone.SmsText;
import io.tocsin.model.delivery.FailureClass;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers: https://www.twilio.com/docs/api/errors and https://www.twilio.com/docs/messaging/api/message-resource */
class SmsTwilioChannelTest extends HttpChannelContract {
    private static final String PATH = "/2010-04-01/Accounts/AC1/Messages.json";

    @Override
    String channel() {
        return "sms-twilio";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url, "accountSid", "AC1", "token", SECRET, "from", "+15005550006", "to", "+4915112345678");
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlEqualTo(PATH)).willReturn(jsonResponse("""
                {"sid": "SM1", "status": "queued", "error_code": null, "error_message": null}""", 201)));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refused(400, 21211, "Invalid 'To' Phone Number", PERMANENT),
                refused(400, 21610, "Attempt to send to unsubscribed recipient", PERMANENT),
                refused(400, 21614, "'To' number is not a valid mobile number", PERMANENT),
                refused(400, 21603, "A 'From' phone number is required", PERMANENT),
                refused(400, 21604, "A 'To' phone number is required", PERMANENT),
                refused(400, 21408, "Permission to send an SMS has not been enabled for the region", PERMANENT),
                refused(401, 20003, "Authenticate", PERMANENT),
                refused(429, 20429, "Too Many Requests", RATE_LIMITED),
                refused(429, 14107, "Message rate limit exceeded", RATE_LIMITED),
                full(429, 63038, 3600),
                full(400, 21611, 300),
                full(400, 30001, 300));
    }

    private static Refusal refused(int status, int code, String words, FailureClass expected) {
        return new Refusal(code + " " + words, answer(status, code, words), expected, "Twilio " + code + ": " + words);
    }

    private static Refusal full(int status, int code, int seconds) {
        return new Refusal(
                code + " full",
                answer(status, code, "full"),
                RATE_LIMITED,
                "Twilio " + code + ": full",
                Optional.of(Duration.ofSeconds(seconds)));
    }

    private static ResponseDefinitionBuilder answer(int status, int code, String words) {
        return jsonResponse(
                "{\"code\": %d, \"message\": \"%s\", \"more_info\": \"https://www.twilio.com/docs/errors/%d\", \"status\": %d}"
                        .formatted(code, words, code, status),
                status);
    }

    @Override
    Map<String, String> lane() {
        return Map.of(
                "rate",
                "1",
                "destinationRate",
                "0.2",
                "digestAbove",
                "20",
                "unknown",
                "retry-once",
                "credential",
                "AC1");
    }

    private ObjectNode sent() {
        return (ObjectNode) recorded().get(0).get("form");
    }

    private ObjectNode sent(ObjectNode message) throws Exception {
        providerTakes();
        provider.resetRequests();
        assertThat(send(message).exception()).isEmpty();
        return sent();
    }

    @Test
    void aFailureHiddenInA201IsOne() throws Exception {
        assertThat(sendAnsweredBy(jsonResponse("""
                {"sid": "SM1", "status": "failed", "error_code": 30001, "error_message": "Queue overflow"}""", 201)).failure()).satisfies(failure -> {
            assertThat(failure.failureClass()).isEqualTo(RATE_LIMITED);
            assertThat(failure.reason()).isEqualTo("Twilio 30001: Queue overflow");
        });
    }

    @Test
    void aPersonsOwnNumberReplacesTheReceivers() throws Exception {
        assertThat(sent(Messages.to("+33612345678")).get("To").asText()).isEqualTo("+33612345678");
    }

    @Test
    void aNumberMayBeWrittenAsPeopleWriteIt() throws Exception {
        assertThat(sent(Messages.to("+49 (151) 123-456/78")).get("To").asText()).isEqualTo("+4915112345678");
    }

    @Test
    void aLongTitleHidesNeitherWhatIsAffectedNorTheStatus() throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.get("incident")).put("title", "x".repeat(500));
        assertThat(sent(message).get("Body").asText()).endsWith("x...\nStage Deploy failed\ndeploy, open");
    }

    @Test
    void thatItsReaderIsOnCallIsSaidWhereThereIsRoom() throws Exception {
        String line = "You are on call for primary until 18:00 UTC.";
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.get("recipient"))
                .putObject("onCall")
                .put("schedule", "primary")
                .put("until", "2026-08-20T18:00:00Z");
        assertThat(sent(message).get("Body").asText()).endsWith("\n" + line);

        ((ObjectNode) message.get("recipient")).put("language", "fr");
        assertThat(sent(message).get("Body").asText())
                .as("in letters that cost no more")
                .endsWith("\nD'astreinte pour primary jusqu'à 18:00 UTC.");

        ((ObjectNode) message.at("/alerts/0")).put("description", "y".repeat(80));
        assertThat(sent(message).get("Body").asText())
                .as("one segment, and two with it")
                .contains("y".repeat(80))
                .doesNotContain("astreinte");

        ((ObjectNode) message.get("recipient")).put("language", "en");
        ((ObjectNode) message.at("/alerts/0")).put("description", "Stage Deploy failed. ".repeat(40));
        assertThat(sent(message).get("Body").asText())
                .contains("Stage Deploy failed")
                .doesNotContain("on call");
    }

    @Test
    void aLongDescriptionGivesWayToWhatIsAffectedAndTheStatus() throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.at("/alerts/0")).put("description", "word ".repeat(500));
        String text = sent(message).get("Body").asText();
        assertThat(text)
                .startsWith("[CRITICAL] Pipeline deploy failed\nword word")
                .endsWith("...\ndeploy, open");
        assertThat(text.length()).isBetween(280, 306);
    }

    @Test
    void aMessagingServiceStandsInForANumber() throws Exception {
        providerTakes();
        String receiver = receiver(Map.of("from", "", "messagingService", "MG1"));
        assertThat(send(receiver, Messages.firing()).exception()).isEmpty();
        assertThat(sent().has("From")).isFalse();
        assertThat(sent().get("MessagingServiceSid").asText()).isEqualTo("MG1");
    }

    @Test
    void anApiKeyIsTheUserInPlaceOfTheAccount() throws Exception {
        providerTakes();
        assertThat(send(receiver(Map.of("user", "SK1")), Messages.firing()).exception())
                .isEmpty();
        // SK1:SECRET
        assertThat(recorded().get(0).at("/headers/Authorization").asText()).isEqualTo("Basic U0sxOlNFQ1JFVA==");
        assertThat(requests().get(0).getUrl()).isEqualTo(PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "🔥", "é", "€", "👩‍👩‍👧‍👦"})
    void aLongTextTakesAsManySegmentsAsTheReceiverPaysFor(String unit) throws Exception {
        ObjectNode message = Messages.saying(unit.repeat(5_000));
        String two = sent(message).get("Body").asText();
        assertThat(SmsText.segments(two)).isEqualTo(2);
        assertThat(two).startsWith("[CRITICAL] ").contains("...").endsWith(", open");
        provider.resetRequests();
        assertThat(send(receiver(Map.of("segments", "99")), message).exception())
                .isEmpty();
        assertThat(sent().get("Body").asText()).hasSizeLessThanOrEqualTo(1_600);
    }

    @Test
    void typographyDoesNotHalveTheRoom() throws Exception {
        String text =
                sent(Messages.saying("“It’s down” – `disk`\tfull…")).get("Body").asText();
        assertThat(text).startsWith("[CRITICAL] \"It's down\" - 'disk' full...");
        assertThat(text.codePoints()).allMatch(c -> SmsCoding.GSM.units(c) > 0);
    }

    @Test
    void aDigestSaysHowManyAndNamesWhatFits() throws Exception {
        String text = sent(Messages.digest(25)).get("Body").asText();
        assertThat(text).startsWith("[DIGEST] 25 incidents").contains("Incident number 1");
        assertThat(SmsText.segments(text)).isLessThanOrEqualTo(2);
    }

    @Test
    void anExecutivesDigestSaysHowManyToo() throws Exception {
        ObjectNode digest = Messages.digest(2);
        ((ObjectNode) digest.get("recipient")).put("audience", "executive");
        assertThat(sent(digest).get("Body").asText())
                .isEqualTo("[DIGEST] 2 incidents\n[HIGH] Incident number 1\n[RESOLVED] Incident number 2");
    }

    @Test
    void anExecutiveGetsTheTitleOnce() throws Exception {
        String text = sent(Messages.readBy("executive")).get("Body").asText();
        assertThat(text).isEqualTo("[CRITICAL] Pipeline deploy failed. No release.");
    }
}
