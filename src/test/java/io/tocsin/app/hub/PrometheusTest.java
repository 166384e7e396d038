package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Prometheus and Alertmanager, as they are, against a hub: what they send is believed, delivered and resolved. */
@Timeout(120)
@Tag("slow")
class PrometheusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private Sink sink;
    private TestHub hub;

    @BeforeEach
    void startHub() {
        sink = Sink.start();
        hub = HubFiles.in(folder)
                .rules(
                        "rules: [ { name: all, description: All, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), Map.of())
                .start();
    }

    @AfterEach
    void stopHub() {
        hub.close();
        sink.close();
    }

    @Test
    void aFiringRuleOfPrometheusIsDeliveredAndResolvedWhenItClears() {
        followARule("");
    }

    @Test
    void aPathPrefixOfPrometheusNamesTheSource() {
        followARule("path_prefix: /cluster-7");
        assertThat(hub.count("SELECT count(*) FROM event WHERE source <> 'cluster-7'"))
                .isZero();
    }

    private void followARule(String prefix) {
        write("rules.yml", """
                groups:
                  - name: tests
                    rules:
                      - alert: Trouble
                        expr: trouble > 0
                        labels: { severity: critical, team: payments }
                        annotations: { summary: "Trouble at {{ $labels.job }}" }
                """);
        try (Sink measured = Sink.start().answer(200, "trouble 1\n")) {
            write("prometheus.yml", """
                    global: { scrape_interval: 1s, evaluation_interval: 1s }
                    rule_files: [ rules.yml ]
                    scrape_configs:
                      - job_name: shop
                        metrics_path: /hook
                        static_configs: [ { targets: [ "%s" ] } ]
                    alerting:
                      alertmanagers:
                        - authorization: { type: Bearer, credentials: "%s" }
                          static_configs: [ { targets: [ "%s" ] } ]
                          %s
                    """.formatted(address(measured.url()), hub.token(), address(hub.url()), prefix));
            try (var prometheus = DebianProgram.start(
                    "prometheus",
                    work,
                    "--config.file=prometheus.yml",
                    "--storage.tsdb.path=data",
                    "--rules.alert.resend-delay=1s",
                    "--log.level=warn")) {
                JsonNode opened = notice("opened");
                assertThat(opened.at("/alerts/0/status").textValue()).isEqualTo("firing");
                assertThat(opened.at("/alerts/0/title").textValue()).isEqualTo("Trouble at shop");
                assertThat(opened.at("/alerts/0/severity").textValue()).isEqualTo("critical");
                assertThat(opened.at("/alerts/0/labels/team").textValue()).isEqualTo("payments");

                measured.answer(200, "trouble 0\n");
                assertThat(notice("resolved").at("/alerts/0/status").textValue())
                        .isEqualTo("resolved");
                assertThat(sink.got())
                        .as("repeats are heartbeats, never notices")
                        .hasSize(2);
            }
        }
    }

    @Test
    void whatAlertmanagerSendsToItsWebhookIsDeliveredAndResolved() {
        write("alertmanager.yml", """
                route: { receiver: hub, group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
                receivers:
                  - name: hub
                    webhook_configs:
                      - url: %s/v1/events/alertmanager
                        send_resolved: true
                        http_config: { authorization: { type: Bearer, credentials: "%s" } }
                """.formatted(hub.url(), hub.token()));
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/share/prometheus/alertmanager/default.tmpl")),
                "Debian's Alertmanager reads its templates from /usr/share/prometheus; .ci/run links them there");
        try (var alertmanager = DebianProgram.start(
                "prometheus-alertmanager",
                work,
                "--config.file=alertmanager.yml",
                "--storage.path=data",
                "--cluster.listen-address=",
                "--log.level=warn")) {
            Instant began = Instant.now().minusSeconds(60);
            alertmanager.post("/api/v2/alerts", alert(began, Instant.now().plusSeconds(600)));
            JsonNode opened = notice("opened");
            assertThat(opened.at("/alerts/0/title").textValue()).isEqualTo("The disk of db-1 is full");
            assertThat(opened.at("/alerts/0/severity").textValue()).isEqualTo("high");

            alertmanager.post("/api/v2/alerts", alert(began, Instant.now().minusSeconds(1)));
            assertThat(notice("resolved").at("/alerts/0/status").textValue()).isEqualTo("resolved");
        }
    }

    private static String alert(Instant began, Instant ends) {
        return """
                [ { "labels": { "alertname": "DiskFull", "instance": "db-1", "severity": "high" },
                    "annotations": { "summary": "The disk of db-1 is full" },
                    "startsAt": "%s", "endsAt": "%s" } ]""".formatted(began, ends);
    }

    /** Waits for a notice of this kind. */
    private JsonNode notice(String kind) {
        return await("a notice " + kind)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> sink.got().stream()
                                .map(got -> json(got.body()))
                                .filter(body -> body.at("/notice/kind").asText().equals(kind))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(work.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String address(String url) {
        return url.replaceFirst("http://([^/]*).*", "$1");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
