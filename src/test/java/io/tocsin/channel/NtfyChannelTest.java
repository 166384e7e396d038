package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.FailureClass;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers: https://docs.ntfy.sh/publish/#limitations and https://github.com/binwiederhier/ntfy/blob/main/server/errors.go */
class NtfyChannelTest extends HttpChannelContract {

    @Override
    String channel() {
        return "ntfy";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url, "topic", "ops", "token", "tk_" + SECRET);
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlEqualTo("/"))
                .willReturn(okJson("{\"id\": \"xE73Iyuabi\", \"event\": \"message\", \"topic\": \"ops\"}")));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refused(400, 40009, "invalid request: topic invalid", PERMANENT, 0),
                refused(401, 40101, "unauthorized", PERMANENT, 0),
                refused(403, 40301, "forbidden", PERMANENT, 0),
                refused(413, 41303, "JSON body too large", PERMANENT, 0),
                refused(429, 42901, "limit reached: too many requests, please be nice", RATE_LIMITED, 0),
                refused(429, 42908, "limit reached: daily message quota reached", RATE_LIMITED, 3600));
    }

    private static Refusal refused(int status, int code, String words, FailureClass expected, int retryAfter) {
        return new Refusal(
                code + " " + words,
                jsonResponse("{\"code\": %d, \"http\": %d, \"error\": \"%s\"}".formatted(code, status, words), status),
                expected,
                "ntfy " + code + ": " + words,
                Optional.of(Duration.ofSeconds(retryAfter)).filter(pause -> !pause.isZero()));
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0.2", "burst", "60", "destinationRate", "1", "digestAbove", "20", "unknown", "retry");
    }

    private JsonNode sent(ObjectNode message) throws Exception {
        providerTakes();
        provider.resetRequests();
        assertThat(send(message).exception()).isEmpty();
        return recorded().get(0).get("body");
    }

    @ParameterizedTest
    @CsvSource({
        "critical,5,rotating_light",
        "high,4,warning",
        "medium,3,large_orange_diamond",
        "low,2,large_blue_diamond",
        "info,1,information_source"
    })
    void theSeverityIsThePriorityAndTheEmoji(String severity, int priority, String tag) throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.get("incident")).put("severity", severity);
        JsonNode body = sent(message);
        assertThat(body.get("priority").asInt()).isEqualTo(priority);
        assertThat(body.at("/tags/0").asText()).isEqualTo(tag);
    }

    @Test
    void anAcknowledgementRingsNobody() throws Exception {
        assertThat(sent(Messages.acknowledged()).get("priority").asInt()).isEqualTo(2);
    }

    @Test
    void aPersonsOwnTopicReplacesTheReceivers() throws Exception {
        assertThat(sent(Messages.to("topic-of-ada")).get("topic").asText()).isEqualTo("topic-of-ada");
    }

    @Test
    void aUserLogsInWithAPassword() throws Exception {
        providerTakes();
        String receiver = receiver(Map.of("user", "tocsin", "token", SECRET));
        assertThat(send(receiver, Messages.firing()).exception()).isEmpty();
        // tocsin:SECRET
        assertThat(recorded().get(0).at("/headers/Authorization").asText()).isEqualTo("Basic dG9jc2luOlNFQ1JFVA==");
    }

    @Test
    void anOpenTopicNeedsNoCredential() throws Exception {
        providerTakes();
        assertThat(send(receiver(Map.of("token", "")), Messages.firing()).exception())
                .isEmpty();
        assertThat(recorded().get(0).get("headers").has("Authorization")).isFalse();
    }

    @Test
    void aSecondTryReplacesTheFirstOnThePhone() throws Exception {
        JsonNode first = sent(Messages.firing()).get("sequence_id");
        ObjectNode again = Messages.firing();
        ((ObjectNode) again.get("delivery")).put("attempt", 2);
        assertThat(first.asText()).isEqualTo("key-1");
        assertThat(sent(again).get("sequence_id")).isEqualTo(first);
    }

    @Test
    void threeLinksAreButtonsAndTheFirstIsWhatATapOpens() throws Exception {
        ObjectNode message = Messages.firing();
        ArrayNode links = (ArrayNode) message.at("/alerts/0/links");
        for (String href :
                new String[] {"https://a.example/", "https://b.example/" + "x".repeat(300), "https://c.example/"}) {
            links.addObject().put("text", "Link").put("href", href);
        }
        JsonNode body = sent(message);
        assertThat(body.get("click").asText()).isEqualTo("https://console.example.org/p?a=1&b=2");
        assertThat(body.get("actions").findValuesAsText("url"))
                .containsExactly("https://console.example.org/p?a=1&b=2", "https://a.example/", "https://c.example/");
    }

    @Test
    void theFirstButtonIsTheLinkByWhichItsReaderAnswers() throws Exception {
        assertThat(sent(Messages.answerable()).at("/actions/0/url").asText()).isEqualTo(Messages.LINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\"", "\\", "\n\"", "ж", "🔥", "👩‍👩‍👧‍👦"})
    void aLongTextIsCutToTheBytesThatNtfyTakes(String unit) throws Exception {
        ObjectNode message = Messages.saying(unit.repeat(5_000));
        ArrayNode links = (ArrayNode) message.at("/alerts/0/links");
        for (int i = 0; i < 5; i++) {
            links.addObject().put("text", unit.repeat(100)).put("href", "https://example.org/" + i + "x".repeat(270));
        }
        JsonNode body = sent(message);
        assertThat(body.get("message").asText().getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(1_600, 4_096);
        assertThat(body.get("message").asText()).endsWith("…");
        assertThat(requests().get(0).getBody().length).isLessThanOrEqualTo(8_192);
    }

    @Test
    void aDigestNamesEveryIncident() throws Exception {
        JsonNode body = sent(Messages.digest(25));
        assertThat(body.get("title").asText()).isEqualTo("[DIGEST] 25 incidents");
        assertThat(body.get("message").asText()).contains("Incident number 1\n", "Incident number 25");
    }
}
