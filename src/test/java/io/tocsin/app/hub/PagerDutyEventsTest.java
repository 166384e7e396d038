package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hub in the place of PagerDuty's Events API v2. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagerDutyEventsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String PAYLOAD =
            "{\"summary\":\"Disk full on db1\",\"source\":\"db1\",\"severity\":\"critical\"}";

    private Sink sink;
    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        sink = Sink.start();
        hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { source: [ pagerduty ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), Map.of())
                .property("pagerduty.routing-keys", "ffffffffffffffffffffffffffffffff, " + KEY)
                .start();
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void aTriggerOpensAndAResolveWithItsKeyResolves() {
        HttpResponse<String> triggered = post(event("trigger", "\"dedup_key\":\"db1/disk\",\"payload\":" + PAYLOAD));

        assertThat(triggered.statusCode()).isEqualTo(202);
        assertThat(TestHub.json(triggered))
                .isEqualTo(TestHub.json(
                        "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"db1/disk\"}"));
        post(event("acknowledge", "\"dedup_key\":\"db1/disk\""));
        await().untilAsserted(() -> assertThat(kinds("db1/disk")).containsExactly("opened"));
        post(event("resolve", "\"dedup_key\":\"db1/disk\""));
        await().untilAsserted(() -> assertThat(kinds("db1/disk")).containsExactly("opened", "resolved"));
    }

    @Test
    void aNumberIsTakenAsTheTextThatItIsWrittenAs() {
        String numbers = PAYLOAD.replaceFirst("\"source\": *\"[^\"]*\"", "\"source\":1");
        HttpResponse<String> triggered = post(event("trigger", "\"dedup_key\":12345,\"payload\":" + numbers));

        assertThat(numbers).contains("\"source\":1");
        assertThat(TestHub.json(triggered).path("dedup_key").textValue()).isEqualTo("12345");
        await().untilAsserted(() -> assertThat(kinds("12345")).containsExactly("opened"));
        post(event("resolve", "\"dedup_key\":\"12345\""));
        await().untilAsserted(() -> assertThat(kinds("12345")).containsExactly("opened", "resolved"));
    }

    @Test
    void aTriggerWithoutAKeyIsToldOneWithWhichItCanBeResolved() {
        String key = TestHub.json(post(event("trigger", "\"payload\":" + PAYLOAD)))
                .path("dedup_key")
                .asText();

        assertThat(key).hasSize(32);
        await().untilAsserted(() -> assertThat(kinds(key)).containsExactly("opened"));
        post(event("resolve", "\"dedup_key\":\"" + key + "\""));
        await().untilAsserted(() -> assertThat(kinds(key)).containsExactly("opened", "resolved"));
    }

    @Test
    void aTriggerThatIsSentAgainIsToldTheSameKey() {
        String event = event("trigger", "\"payload\":" + PAYLOAD);
        HttpResponse<String> first = post(event, "again");
        HttpResponse<String> again = post(event, "again");

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        String key = TestHub.json(first).path("dedup_key").asText();
        assertThat(key).hasSize(32);
        assertThat(hub.count("SELECT count(*) FROM event WHERE body LIKE '%" + key + "%'"))
                .isOne();
        assertThat(TestHub.json(post(event, "another")).path("dedup_key").asText())
                .isNotEqualTo(key);
    }

    @Test
    void anotherEventUnderTheSameIdempotencyKeyIsRefused() {
        post(event("trigger", "\"dedup_key\":\"db1\",\"payload\":" + PAYLOAD), "once");

        HttpResponse<String> answer = post(event("resolve", "\"dedup_key\":\"db1\""), "once");

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode said = TestHub.json(answer);
        assertThat(said.path("status").asText()).isEqualTo("invalid event");
        assertThat(said.at("/errors/0").asText()).contains("Idempotency-Key", "another body");
        assertThat(said.has("dedup_key")).isFalse();
    }

    @Test
    void aTokenOfTheHubIsARoutingKeyToo() {
        String body = event("trigger", "\"payload\":" + PAYLOAD).replace(KEY, hub.token());

        assertThat(post(body).statusCode()).isEqualTo(202);
    }

    @Test
    void theRoutingKeyIsNotKept() {
        post(event("trigger", "\"payload\":" + PAYLOAD));

        assertThat(hub.count("SELECT count(*) FROM event WHERE body LIKE '%" + KEY + "%'"))
                .isZero();
        assertThat(hub.count("SELECT count(*) FROM event WHERE body LIKE '%\"routing_key\":\"***\"%'"))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"routing_key":"nobody's","event_action":"trigger"} | 'routing_key' is missing or not known
            {"event_action":"trigger"} | 'routing_key' is missing or not known
            not json | 'routing_key' is missing or not known
            {"routing_key":"%k","event_action":"snooze","dedup_key":"x"} | 'event_action' must be one of
            {"routing_key":"%k","event_action":"resolve"} | 'dedup_key' is missing or blank
            {"routing_key":"%k","event_action":"trigger","payload":{"source":"x","severity":"info"}} | 'payload.summary' is missing
            {"routing_key":"%k","event_action":"trigger","payload":{"summary":"x","source":"x","severity":"bad"}} | 'payload.severity' must be
            """)
    void whatIsWrongIsToldAsPagerDutyDoes(String body, String error) {
        HttpResponse<String> answer = post(body.replace('"' + "%k" + '"', '"' + KEY + '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode said = TestHub.json(answer);
        assertThat(said.path("status").asText()).isEqualTo("invalid event");
        assertThat(said.at("/errors/0").asText()).contains(error);
    }

    private List<String> kinds(String key) {
        return sink.got().stream()
                .map(got -> TestHub.json(got.body()))
                .filter(message -> message.at("/alerts/0/fingerprint").asText().endsWith(":" + key))
                .map(message -> message.at("/notice/kind").asText())
                .toList();
    }

    private HttpResponse<String> post(String body) {
        return hub.exchange(hub.request("/v2/enqueue")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> post(String body, String idempotencyKey) {
        return hub.exchange(hub.request("/v2/enqueue")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String event(String action, String rest) {
        return "{\"routing_key\":\"" + KEY + "\",\"event_action\":\"" + action + "\"," + rest + "}";
    }
}
