package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.pipeline.ledger.EventStaging;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batch of Alertmanager's as large as a bad day makes it: nothing of it is refused, and nothing is told twice. */
@Timeout(240)
class LargeEventTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void aThousandAndOneAlertsOfOneBatchAreToldAndTraced() {
        try (TestHub hub = HubFiles.in(folder)
                .rules("rules: [ { name: none, when: { labels: { alertname: [ Other ] } }, notify: [ log ] } ]")
                .start()) {
            String id = hub.send("am", batch(1_001));
            await().atMost(PATIENCE).until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == 1);

            assertThat(hub.count("SELECT count(*) FROM alert WHERE fire_count = 1"))
                    .isEqualTo(1_001);
            JsonNode trace = hub.read("/v1/events/" + id);
            assertThat(trace.path("alerts")).hasSize(1_001);
            assertThat(hub.count("SELECT count(*) FROM dead_letter")).isZero();
        }
    }

    @Test
    void aTokenedSourceTakesFourMebibytesAndCountsWhatIsMore() {
        try (TestHub hub = HubFiles.in(folder).start()) {
            String text = "x".repeat(4 * 1024 * 1024 - 100);
            assertThat(hub.post("/v1/events/am", "{\"title\":\"big\",\"other\":\"" + text + "\"}")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(hub.post("/v1/events/am", "{\"title\":\"" + text + text + "\"}")
                            .statusCode())
                    .isEqualTo(413);
            assertThat(hub.exchange(hub.request("/v1/events/stranger-chosen")
                                    .POST(HttpRequest.BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isEqualTo(401);

            assertThat(hub.get("/metrics").body())
                    .contains(
                            "tocsin_refused_total{origin=\"am\",reason=\"too-large\"} 1.0",
                            "tocsin_refused_total{origin=\"\",reason=\"unauthorized\"} 1.0")
                    .doesNotContain("stranger-chosen");
        }
    }

    @Test
    @Tag("slow")
    void eachAlertIsDecidedOnceThoughTheHubIsKilledInTheMiddle() throws Exception {
        Path rules = folder.resolve("own/rules/own.yaml");
        Files.createDirectories(rules.getParent());
        Files.writeString(rules, "rules: [ { name: all, when: { status: [ firing ] }, notify: [ ops ] } ]\n");
        Path receivers = folder.resolve("own/receivers/ops.camel.yaml");
        Files.createDirectories(receivers.getParent());
        Files.writeString(receivers, """
                - templatedRoute:
                    routeTemplateRef: log
                    routeId: ops
                    prefixId: ops-
                    parameters: [ { name: receiver, value: ops } ]
                """);
        int alerts = 2_000;
        try (HubProcess hub = new HubProcess(folder, folder.resolve("own"), Map.of())) {
            hub.start();
            assertThat(post(hub, batch(alerts))).isEqualTo(202);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> !hub.texts(
                            "SELECT id FROM event WHERE decided_to > 0")
                    .isEmpty());
            hub.kill();
            int before =
                    Integer.parseInt(hub.texts("SELECT count(*) FROM alert").get(0));
            assertThat(before).as("killed in the middle").isBetween(EventStaging.SLICE, alerts - 1);
            hub.start();
            await().atMost(PATIENCE)
                    .until(() -> hub.texts("SELECT state FROM event").contains("decided"));

            assertThat(hub.texts("SELECT count(*) || ' ' || min(fire_count) || ' ' || max(fire_count) FROM alert"))
                    .containsExactly(alerts + " 1 1");
            assertThat(
                            hub.texts(
                                    "SELECT count(*) || ' ' || count(DISTINCT incident_id) FROM notice WHERE rules LIKE '%\"all\"%'"))
                    .containsExactly(alerts + " " + alerts);
        }
    }

    private static int post(HubProcess hub, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v1/events/am"))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + hub.token())
                                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String batch(int alerts) {
        return IntStream.range(0, alerts)
                .mapToObj(i -> """
                        {"status": "firing", "labels": {"alertname": "InstanceDown", "instance": "10.0.%d.%d:9100",
                         "job": "node", "severity": "critical", "cluster": "eu-1"},
                         "annotations": {"summary": "Instance %d is down",
                         "description": "job node has been down for more than 5 minutes. Look at the rack."},
                         "startsAt": "2026-11-29T10:00:00.000Z", "endsAt": "0001-01-01T00:00:00Z",
                         "generatorURL": "http://prometheus.example:9090/graph?g0.expr=up", "fingerprint": "%016x"}
                        """.formatted(i / 250, i % 250, i, i + 0xABC0000))
                .collect(Collectors.joining(
                        ",",
                        "{\"receiver\":\"hub\",\"status\":\"firing\",\"alerts\":[",
                        "],\"groupLabels\":{},\"commonLabels\":{},\"commonAnnotations\":{},"
                                + "\"externalURL\":\"http://am:9093\",\"version\":\"4\",\"groupKey\":\"{}:{}\","
                                + "\"truncatedAlerts\":0}"));
    }
}
