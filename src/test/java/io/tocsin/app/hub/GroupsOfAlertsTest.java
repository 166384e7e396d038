package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.store.corridor.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands under {@code incidents:} in a rules file, from the event to the receiver. */
@Tag("slow")
@Timeout(90)
class GroupsOfAlertsTest {

    private static final String RULES = """
            incidents:
              - name: by-cluster
                when: { labels: { cluster: [ { exists: true } ] } }
                by: [ labels.cluster, labels.alertname ]
                resolveAfter: 1h
                flapping: { changes: 6, within: 10m }
            related:
              - by: [ labels.alertname ]
                within: 30m
            rules:
              - name: all
                when: { status: [ firing ] }
                wait: 30s
                notify: [ hook ]
            """;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private final Sink sink = Sink.start();
    private HubFiles files;
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        files = HubFiles.in(folder).clock(clock).rules(RULES).webhook("hook", sink.url(), Map.of());
        hub = files.start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    @Test
    void aThousandAlertsOfOneGroupAreOneMessageAnIntervalThoughTheHubStartsAgainMeanwhile() {
        send("eu", 0, 500);
        hub.close();
        hub = files.start();
        send("eu", 500, 1_000);
        assertThat(hub.count("SELECT count(*) FROM incident")).isEqualTo(1);
        assertThat(hub.count("SELECT count(*) FROM notice")).isZero();
        hub.advance(clock, Duration.ofSeconds(30));

        JsonNode first = TestHub.json(sink.await(1).get(0).body());
        assertThat(first.at("/incident/counts/firing").asInt()).isEqualTo(1_000);
        assertThat(first.at("/incident/grouping").asText()).isEqualTo("by-cluster");
        assertThat(first.at("/incident/title").asText()).isEqualTo("eu, Down");
        assertThat(first.path("alerts")).hasSize(100);

        send("eu", 1_000, 2_000);
        hub.advance(clock, Duration.ofMinutes(5).minusMillis(1));
        await().until(() -> hub.count("SELECT count(*) FROM incident WHERE due_at <= "
                        + clock.instant().toEpochMilli())
                == 0);
        assertThat(sink.got()).hasSize(1);
        hub.advance(clock, Duration.ofMillis(1));
        assertThat(TestHub.json(sink.await(2).get(1).body())
                        .at("/incident/counts/firing")
                        .asInt())
                .isEqualTo(2_000);
        assertThat(hub.count("SELECT count(*) FROM notice")).isEqualTo(2);
    }

    @Test
    void alertsOfOneEventAreOneMessageAndAreOverByTheGroupingsTime() {
        files.rules(RULES.replace("wait: 30s", "wait: 0s"));
        await().until(() -> hub.read("/v1/rules").at("/rules/0").has("wait") == false);
        String event = hub.send("am", """
                {"version": "4", "groupKey": "g", "status": "firing", "receiver": "hub", "alerts": [
                  {"status": "firing", "labels": {"alertname": "Down", "cluster": "eu", "host": "a"}},
                  {"status": "firing", "labels": {"alertname": "Down", "cluster": "eu", "host": "b"}},
                  {"status": "firing", "labels": {"alertname": "Down", "host": "alone"}}]}
                """);

        List<JsonNode> told = bodies(sink.await(2));
        assertThat(told.stream().map(one -> one.path("alerts").size())).containsExactlyInAnyOrder(1, 2);
        assertThat(told.stream().map(one -> one.at("/incident/related/0/title").asText()))
                .as("each names the other")
                .containsExactlyInAnyOrder("Down", "eu, Down");
        assertThat(hub.read("/v1/events/" + event).toString()).contains("\"grouping\":\"by-cluster\"");
        hub.advance(clock, Duration.ofHours(1).plusMinutes(6));
        await().until(() -> hub.count("SELECT count(*) FROM incident WHERE state = 'ending'") == 1);
        hub.advance(clock, Duration.ofMinutes(5));
        JsonNode end = bodies(sink.await(3)).get(2);
        assertThat(end.at("/notice/kind").asText()).isEqualTo("resolved");
        assertThat(end.at("/incident/counts/resolved").asInt()).isEqualTo(2);
    }

    private void send(String cluster, int from, int to) {
        long before = hub.count("SELECT count(*) FROM event");
        String all = IntStream.range(from, to)
                .mapToObj(i -> """
                        {"fingerprint": "f%d", "title": "host %d is down", "status": "firing", "severity": "high",
                         "labels": {"cluster": "%s", "alertname": "Down", "host": "%d"}}""".formatted(i, i, cluster, i))
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(hub.post("/v1/events/ci", all).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == before + to - from);
    }

    private static List<JsonNode> bodies(List<Sink.Got> got) {
        return got.stream().map(one -> TestHub.json(one.body())).toList();
    }
}
