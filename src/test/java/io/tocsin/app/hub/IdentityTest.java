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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real alert is never taken for the repeat of another source's. */
class IdentityTest {
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final String RULES = """
            rules:
              - { name: all, when: { status: [ firing ] }, notify: [ hook ] }
              - { name: only-eu, when: { origin: [ am-eu ] }, notify: [] }
            """;

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(NOW);

    @Test
    void twoAlertmanagersWithEqualLabelsAreTwoIncidentsAndEachEndsItsOwn() {
        try (Sink sink = Sink.start();
                TestHub hub = files(sink).start()) {
            hub.send("am-eu", alertmanager("firing"));
            sink.await(1);
            hub.send("am-us", alertmanager("firing"));
            sink.await(2);
            hub.send("am-eu", alertmanager("resolved"));

            JsonNode last = TestHub.json(sink.await(3).get(2).body());
            assertThat(last.at("/notice/kind").asText()).isEqualTo("resolved");
            assertThat(last.at("/alerts/0/source").asText()).isEqualTo("alertmanager");
            assertThat(last.at("/alerts/0/origin").asText()).isEqualTo("am-eu");
            assertThat(hub.text("SELECT group_concat(group_key || ' ' || state, ', ') FROM"
                            + " (SELECT * FROM incident WHERE rules LIKE '%\"all\"%' ORDER BY group_key)"))
                    .hasValue("am-eu c0ffee resolved, am-us c0ffee open");
            assertThat(hub.count("SELECT count(*) FROM incident WHERE rules LIKE '%\"only-eu\"%'"))
                    .isOne();
        }
    }

    @Test
    void sourcesWithOneIdentityAreOne() {
        try (Sink sink = Sink.start();
                TestHub hub = files(sink)
                        .write("sources/pair.camel.yaml", pair("am-a") + pair("am-b"))
                        .start()) {
            hub.send("am-a", alertmanager("firing"));
            sink.await(1);
            hub.send("am-b", alertmanager("firing"));
            hub.send("am-b", alertmanager("resolved"));

            assertThat(TestHub.json(sink.await(2).get(1).body())
                            .at("/notice/kind")
                            .asText())
                    .isEqualTo("resolved");
            assertThat(hub.text("SELECT group_key || ' ' || state FROM incident WHERE rules LIKE '%\"all\"%'"))
                    .hasValue("am-pair c0ffee resolved");
            assertThat(hub.text(
                            "SELECT group_concat(source || ' ' || identity, ', ') FROM event WHERE source = 'am-a'"))
                    .hasValue("am-a am-pair");
        }
    }

    @Test
    void heartbeatsOfTwoPrometheusServersWithEqualLabelsEndSeparately() {
        try (Sink sink = Sink.start();
                TestHub hub = files(sink).start()) {
            List<String> paths = List.of("/am-eu/api/v2/alerts", "/am-us/api/v2/alerts", "/prometheus/x/api/v2/alerts");
            for (int i = 0; i < paths.size(); i++) {
                assertThat(hub.post(paths.get(i), prometheus(240)).statusCode()).isEqualTo(200);
                sink.await(i + 1);
            }
            hub.advance(clock, Duration.ofSeconds(120));
            hub.post(paths.get(0), prometheus(240));
            hub.post(paths.get(2), prometheus(240));

            hub.advance(clock, Duration.ofSeconds(120));

            JsonNode end = TestHub.json(sink.await(4).get(3).body());
            assertThat(end.at("/notice/kind").asText()).isEqualTo("resolved");
            assertThat(end.at("/alerts/0/origin").asText()).isEqualTo("am-us");
            assertThat(end.at("/alerts/0/identity").asText()).isEqualTo("am-us");

            hub.advance(clock, Duration.ofSeconds(120));
            sink.await(6);
            await().until(() -> hub.text("SELECT group_concat(group_key || ' ' || state, ', ') FROM"
                            + " (SELECT * FROM incident WHERE rules LIKE '%\"all\"%' ORDER BY group_key)")
                    .orElse("")
                    .replaceAll("[0-9a-f]{16} ", "")
                    .equals("am-eu resolved, am-us resolved, prometheus/x resolved"));
        }
    }

    @Test
    void aPathThatNamesNoIdentityIsNotThere() {
        try (Sink sink = Sink.start();
                TestHub hub = files(sink).start()) {
            assertThat(hub.post("/am-eu/US%20/api/v2/alerts", prometheus(240)).statusCode())
                    .isEqualTo(404);
            assertThat(hub.count("SELECT count(*) FROM event")).isZero();
        }
    }

    private HubFiles files(Sink sink) {
        return HubFiles.in(folder).clock(clock).rules(RULES).webhook("hook", sink.url(), Map.of());
    }

    private static String pair(String source) {
        return """
                - templatedRoute:
                    routeId: source-%1$s
                    routeTemplateRef: http-source
                    parameters:
                      - { name: source, value: %1$s }
                      - { name: identity, value: am-pair }
                """.formatted(source);
    }

    private static String alertmanager(String status) {
        return """
                {"version":"4","receiver":"hub","status":"%1$s","groupKey":"{}","alerts":[{"status":"%1$s",
                 "labels":{"alertname":"KubeAPIDown","severity":"critical"},"annotations":{"summary":"KubeAPI is down"},
                 "startsAt":"2026-11-29T10:00:00Z","endsAt":"%2$s","fingerprint":"c0ffee"}]}
                """.formatted(status, status.equals("firing") ? "0001-01-01T00:00:00Z" : "2026-11-29T10:02:00Z");
    }

    private String prometheus(int seconds) {
        return """
                [{"labels":{"alertname":"KubeAPIDown"},"annotations":{"summary":"KubeAPI is down"},
                  "startsAt":"2026-11-29T09:59:00Z","endsAt":"%s"}]
                """.formatted(clock.instant().plusSeconds(seconds));
    }
}
