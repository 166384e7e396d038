package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.corridor.SettableClock;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Check-ins of a running hub: reported by whoever has the token, listed, late and over. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckInsCommandTest {

    private static final String RULES = """
            check-ins:
              - { name: backup, description: The backup of db-1, every: 15s, grace: 5s, labels: { service: db } }
              - { name: weekly, every: 7d }
            rules:
              - name: missed
                when: { source: [ check-in ], labels: { name: [ backup ], service: [ db ] } }
                notify: [ hook ]
            """;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Sink sink = Sink.start();
    private final SettableClock clock = new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private TestHub hub;
    private Path home;
    private HubFiles files;
    private String token;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder;
        files = HubFiles.in(folder)
                .rules(RULES)
                .webhook("hook", sink.url(), Map.of())
                .clock(clock);
        hub = files.start();
        token = token("check-in");
        await().atMost(SOON).until(() -> hub.count("SELECT count(*) FROM check_in") == 2);
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
    }

    private String token(String source) {
        return TestHub.json(hub.post("/v1/tokens", "{\"source\": \"" + source + "\"}"))
                .path("token")
                .asText();
    }

    private HttpRequest.Builder to(String name) {
        return hub.request("/v1/check-ins/" + name).header("Authorization", "Bearer " + token);
    }

    @Test
    void postAndGetReportAndAnswerNothingWhateverTheBodyIs() {
        HttpResponse<String> posted = hub.exchange(to("weekly").POST(BodyPublishers.noBody()));
        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(204);
        assertThat(posted.body()).isEmpty();
        assertThat(hub.exchange(to("weekly").GET()).statusCode()).isEqualTo(204);
        assertThat(hub.exchange(to("weekly").POST(BodyPublishers.ofString("{ not JSON")))
                        .statusCode())
                .isEqualTo(204);
        String basic = Base64.getEncoder().encodeToString(("cron:" + token).getBytes(StandardCharsets.UTF_8));
        assertThat(hub.exchange(hub.request("/v1/check-ins/weekly")
                                .header("Authorization", "Basic " + basic)
                                .GET())
                        .statusCode())
                .isEqualTo(204);
        assertThat(hub.count("SELECT count(*) FROM event WHERE body LIKE '%weekly%'"))
                .isZero();
    }

    @Test
    void nobodyElseReportsAndOtherMethodsAreRefused() {
        HttpRequest.Builder none = hub.request("/v1/check-ins/weekly").GET();
        assertThat(hub.exchange(none).statusCode()).isEqualTo(401);
        HttpRequest.Builder other = hub.request("/v1/check-ins/weekly")
                .header("Authorization", "Bearer " + token("ci"))
                .GET();
        assertThat(hub.exchange(other).statusCode()).isEqualTo(401);
        HttpResponse<String> head = hub.exchange(to("weekly").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(405);
        assertThat(head.headers().firstValue("Allow")).contains("GET, POST, OPTIONS");
        HttpResponse<String> unknown = hub.exchange(to("month-end").GET());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(TestHub.json(unknown).path("detail").asText())
                .isEqualTo("No check-in is called `month-end`; add it under `check-ins:` in a rules file of the hub,"
                        + " routes/rules/check-ins.yaml say, or correct the name in the URL.");
        assertThat(hub.exchange(to("weekly").POST(BodyPublishers.ofString("x".repeat(1_100_000))))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void whoIsLateIsAnAlertThatRulesMatchListedByCommandAndMetricAndOverWithAReport() {
        assertThat(hub.exchange(to("backup").GET()).statusCode()).isEqualTo(204);
        assertThat(list()).containsPattern("backup +up +15s +5s +.* The backup of db-1\n");

        clock.advance(Duration.ofSeconds(21));
        JsonNode opened = TestHub.json(sink.await(1).get(0).body());
        assertThat(opened.at("/notice/kind").asText()).isEqualTo("opened");
        JsonNode alert = opened.at("/alerts/0");
        assertThat(alert.path("title").asText()).isEqualTo("backup has not checked in");
        assertThat(alert.path("severity").asText()).isEqualTo("high");
        assertThat(alert.path("labels").toString()).contains("\"name\":\"backup\"", "\"service\":\"db\"");
        assertThat(list())
                .containsPattern("backup +late ")
                .containsPattern("weekly +(new|up) ")
                .endsWith("2 check-ins\n");
        assertThat(Shell.at(hub, files, home)
                        .run("check-ins", "list", "--output", "yaml")
                        .out())
                .contains("lateSince:");
        assertThat(hub.get("/metrics").body())
                .contains("tocsin_check_ins{state=\"late\"} 1.0", "tocsin_check_in_reports_total{outcome=\"taken\"}");

        assertThat(hub.exchange(to("backup").POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(204);
        JsonNode resolved = TestHub.json(sink.await(2).get(1).body());
        assertThat(resolved.at("/notice/kind").asText()).isEqualTo("resolved");
        assertThat(resolved.at("/alerts/0/annotations/resolution").asText()).startsWith("It reported at ");
        assertThat(list()).containsPattern("backup +up ");
    }

    private String list() {
        return Shell.at(hub, files, home).run("check-ins", "list").out();
    }
}
