package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.tocsin.model.delivery.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers: https://pushover.net/api#response and https://pushover.net/api/receipts#cancel */
class PushoverChannelTest extends HttpChannelContract {

    @Override
    String channel() {
        return "pushover";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + "/1", "token", SECRET, "user", "uGroup");
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlMatching("/1/(messages|receipts/cancel_by_tag/[^/]+)\\.json"))
                .willReturn(okJson("{\"status\": 1, \"request\": \"r-1\"}")));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refused(400, "user identifier is invalid"),
                refused(400, "application token is invalid"),
                refused(400, "message cannot be blank"),
                refused(400, "expire must be supplied with priority=2"),
                refused(200, "user is not allowed"));
    }

    private static Refusal refused(int status, String words) {
        return new Refusal(words, answer(status, words), PERMANENT, "Pushover: " + words);
    }

    private static ResponseDefinitionBuilder answer(int status, String words) {
        return jsonResponse(
                "{\"status\": 0, \"errors\": [\"" + words + "\"], \"request\": \"r-1\", \"user\": \"invalid\"}",
                status);
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0", "destinationRate", "1", "digestAbove", "20", "concurrency", "2", "unknown", "retry");
    }

    private JsonNode sent(ObjectNode message) throws Exception {
        providerTakes();
        provider.resetRequests();
        assertThat(send(message).exception()).isEmpty();
        List<JsonNode> requests = recorded();
        return requests.get(requests.size() - 1).get("form");
    }

    private static ObjectNode of(String severity) throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.get("incident")).put("severity", severity);
        return message;
    }

    @ParameterizedTest
    @CsvSource({"critical,2", "high,1", "medium,0", "low,-1", "info,-2"})
    void theSeverityIsThePriority(String severity, String priority) throws Exception {
        JsonNode form = sent(of(severity));
        assertThat(form.get("priority").asText()).isEqualTo(priority);
        assertThat(form.has("retry")).isEqualTo(severity.equals("critical"));
        assertThat(form.has("expire")).isEqualTo(severity.equals("critical"));
    }

    @Test
    void itsLinkIsTheOneByWhichItsReaderAnswers() throws Exception {
        JsonNode form = sent(Messages.answerable());
        assertThat(form.get("url").asText()).isEqualTo(Messages.LINK);
        assertThat(form.get("url_title").asText()).isEqualTo("Acknowledge");
    }

    @Test
    void anEmergencyRingsAsOftenAndAsLongAsTheReceiverSays() throws Exception {
        providerTakes();
        String receiver = receiver(Map.of("retry", "30", "expire", "10800", "device", "phone"));
        assertThat(send(receiver, Messages.firing()).exception()).isEmpty();
        JsonNode form = recorded().get(0).get("form");
        assertThat(form.get("retry").asText()).isEqualTo("30");
        assertThat(form.get("expire").asText()).isEqualTo("10800");
        assertThat(form.get("device").asText()).isEqualTo("phone");
        assertThat(form.get("tags").asText()).isEqualTo("inc-1");
    }

    @Test
    void aReceiverWithoutEmergenciesNeverRingsTwice() throws Exception {
        providerTakes();
        assertThat(send(receiver(Map.of("emergency", "false")), Messages.firing())
                        .exception())
                .isEmpty();
        assertThat(recorded().get(0).at("/form/priority").asText()).isEqualTo("1");
    }

    @Test
    void whatRingsIsSilencedBeforeTheAcknowledgementIsTold() throws Exception {
        providerTakes();
        ObjectNode acknowledged = Messages.acknowledged();
        acknowledged.set("thread", send(Messages.firing()).thread().orElseThrow());
        provider.resetRequests();
        assertThat(send(acknowledged).thread().orElseThrow().get("ringing").asBoolean())
                .isFalse();
        assertThat(recorded().stream().map(request -> request.get("url").asText()))
                .containsExactly("/1/receipts/cancel_by_tag/inc-1.json", "/1/messages.json");
        assertThat(recorded().get(1).at("/form/priority").asText()).isEqualTo("0");
    }

    @Test
    void whatNeverRangIsNotSilenced() throws Exception {
        providerTakes();
        ObjectNode resolved = Messages.resolved();
        resolved.set("thread", send(of("high")).thread().orElseThrow());
        provider.resetRequests();
        assertThat(send(resolved).exception()).isEmpty();
        assertThat(requests()).hasSize(1);
    }

    @Test
    void theQuotaOfAMonthIsPermanentSoThatTheFallbackTells() throws Exception {
        Failure failure = quota(Instant.now().plusSeconds(7 * 24 * 3600));
        assertThat(failure.failureClass()).isEqualTo(PERMANENT);
        assertThat(failure.reason()).startsWith("Pushover: the messages of the month are used up until ");
    }

    @Test
    void theLastHourOfAQuotaIsWaitedFor() throws Exception {
        Failure failure = quota(Instant.now().plusSeconds(900));
        assertThat(failure.failureClass()).isEqualTo(RATE_LIMITED);
        assertThat(failure.retryAfter()).hasValueSatisfying(pause -> assertThat(pause)
                .isBetween(Duration.ofSeconds(840), Duration.ofSeconds(901)));
    }

    private Failure quota(Instant end) throws Exception {
        return sendAnsweredBy(answer(429, "application is over its quota")
                        .withHeader("X-Limit-App-Limit", "10000")
                        .withHeader("X-Limit-App-Remaining", "0")
                        .withHeader("X-Limit-App-Reset", "" + end.getEpochSecond()))
                .failure();
    }

    @Test
    void aPersonsOwnKeyReplacesTheReceivers() throws Exception {
        assertThat(sent(Messages.to("uAda")).get("user").asText()).isEqualTo("uAda");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "🔥", "👩‍👩‍👧‍👦"})
    void textsAreCutToPushoversLimits(String unit) throws Exception {
        JsonNode form = sent(Messages.saying(unit.repeat(5_000)));
        assertThat(form.get("title").asText()).hasSizeBetween(239, 250).endsWith("…");
        assertThat(form.get("message").asText()).hasSizeBetween(1_013, 1_024).endsWith("…");
        assertThat(form.get("url_title").asText()).hasSizeBetween(89, 100).endsWith("…");
    }

    @Test
    void aMessageWithNothingToSayStillHasOne() throws Exception {
        ObjectNode message = Messages.digest(0);
        assertThat(sent(message).get("message").asText()).isNotBlank();
    }
}
