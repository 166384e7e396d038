package io.tocsin.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
        int before = sink.got().size();
        HttpResponse<String> triggered = post(event("trigger", "\"dedup_key\":\"db1/disk\",\"payload\":" + PAYLOAD));

        assertThat(triggered.statusCode()).isEqualTo(202);
        assertThat(TestHub.json(triggered))
                .isEqualTo(TestHub.json(
                        "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"db1/disk\"}"));
        post(event("acknowledge", "\"dedup_key\":\"db1/disk\""));
        post(event("resolve", "\"dedup_key\":\"db1/disk\""));
        assertThat(sink.await(before + 2).subList(before, before + 2))
                .extracting(got -> TestHub.json(got.body()).at("/notice/kind").asText())
                .containsExactly("opened", "resolved");
    }

    @Test
    void aTriggerWithoutAKeyIsToldOneWithWhichItCanBeResolved() {
        int before = sink.got().size();
        String key = TestHub.json(post(event("trigger", "\"payload\":" + PAYLOAD)))
                .path("dedup_key")
                .asText();

        assertThat(key).hasSize(32);
        post(event("resolve", "\"dedup_key\":\"" + key + "\""));
        sink.await(before + 2);
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

    private HttpResponse<String> post(String body) {
        return hub.exchange(hub.request("/v2/enqueue")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String event(String action, String rest) {
        return "{\"routing_key\":\"" + KEY + "\",\"event_action\":\"" + action + "\"," + rest + "}";
    }
}
