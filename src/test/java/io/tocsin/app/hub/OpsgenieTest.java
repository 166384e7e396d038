package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The hub in the place of Opsgenie's Alert API v2. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpsgenieTest {
    private Sink sink;
    private TestHub hub;
    private String key;

    @BeforeAll
    void start(@TempDir Path folder) {
        sink = Sink.start();
        hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { source: [ opsgenie ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), Map.of())
                .start();
        key = TestHub.json(hub.post("/v1/tokens", "{\"source\":\"opsgenie\"}"))
                .path("token")
                .asText();
    }

    @AfterAll
    void stop() {
        hub.close();
        sink.close();
    }

    private HttpResponse<String> post(String path, String body) {
        return hub.exchange(hub.request(path)
                .header("Authorization", "GenieKey " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) {
        return hub.exchange(
                hub.request(path).header("Authorization", "GenieKey " + key).GET());
    }

    /** What became of a request, once that is known. */
    private JsonNode done(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        JsonNode accepted = TestHub.json(answer);
        assertThat(accepted.path("result").asText()).isEqualTo("Request will be processed");
        assertThat(accepted.path("took").isNumber()).isTrue();
        String path = "/v2/alerts/requests/" + accepted.path("requestId").asText();
        await().atMost(Duration.ofSeconds(10)).until(() -> get(path).statusCode() == 200);
        return TestHub.json(get(path)).path("data");
    }

    /** What the receiver got of this kind of the alert whose title begins so. */
    private JsonNode notice(String title, String kind) {
        return await("a notice " + kind + " of " + title)
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> sink.got().stream()
                                .map(got -> TestHub.json(got.body()))
                                .filter(body -> body.at("/notice/kind").asText().equals(kind)
                                        && body.at("/incident/title").asText().startsWith(title))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void anAlertIsCreatedAcknowledgedNotedAndClosed() {
        JsonNode created = done(post(
                "/v2/alerts",
                "{\"message\":\"Disk full\",\"alias\":\"db1 disk\",\"priority\":\"P1\",\"tags\":[\"db\",\"disk\"],"
                        + "\"details\":{\"mount\":\"/var\"},\"entity\":\"db1\"}"));
        assertThat(created.path("isSuccess").asBoolean()).isTrue();
        assertThat(created.path("status").asText()).isEqualTo("Created alert");
        assertThat(created.path("alias").asText()).isEqualTo("db1 disk");
        String id = created.path("alertId").asText();
        JsonNode opened = notice("Disk full", "opened");
        assertThat(opened.at("/incident/severity").asText()).isEqualTo("critical");
        assertThat(opened.at("/alerts/0/title").asText()).isEqualTo("Disk full");
        await().atMost(Duration.ofSeconds(20)) // what an earlier test's alert superseded stays so
                .until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0);

        assertThat(done(post("/v2/alerts/db1%20disk/acknowledge?identifierType=alias", "{\"user\":\"mia\"}"))
                        .path("isSuccess")
                        .asBoolean())
                .isTrue();
        assertThat(notice("Disk full", "acknowledged")
                        .at("/incident/acknowledgedBy")
                        .asText())
                .isEqualTo("mia");
        assertThat(done(post("/v2/alerts/" + id + "/notes", "{\"note\":\"on it\",\"user\":\"mia\"}"))
                        .path("action")
                        .asText())
                .isEqualTo("AddNote");
        JsonNode shown = TestHub.json(get("/v2/alerts/" + id)).path("data");
        assertThat(shown.path("status").asText()).isEqualTo("open");
        assertThat(shown.path("acknowledged").asBoolean()).isTrue();
        assertThat(shown.path("priority").asText()).isEqualTo("P1");
        assertThat(shown.path("tags")).hasSize(2);
        assertThat(shown.at("/details/mount").asText()).isEqualTo("/var");
        assertThat(hub.count("SELECT count(*) FROM incident_comment WHERE content LIKE '%on it%'"))
                .isOne();

        assertThat(done(post("/v2/alerts/" + id + "/close", "{}"))
                        .path("status")
                        .asText())
                .isEqualTo("Closed alert");
        assertThat(notice("Disk full", "resolved").at("/incident/status").asText())
                .isEqualTo("resolved");
        JsonNode closed =
                TestHub.json(get("/v2/alerts/db1%20disk?identifierType=alias")).path("data");
        assertThat(closed.path("status").asText()).isEqualTo("closed");
        assertThat(closed.path("message").asText()).isEqualTo("Disk full");
        assertThat(closed.path("priority").asText()).isEqualTo("P1");
        assertThat(closed.path("entity").asText()).isEqualTo("db1");
    }

    @Test
    void whatIsWrongIsRefusedAsOpsgenieDoes() {
        HttpResponse<String> empty = post("/v2/alerts", "{\"alias\":\"a\"}");
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("Request body is not processable", "Message can not be empty", "requestId");
        assertThat(TestHub.json(empty).at("/errors/message").asText()).isEqualTo("Message can not be empty.");
        HttpResponse<String> twice = post("/v2/alerts", "{\"message\":\" \",\"priority\":\"P9\"}");
        assertThat(twice.statusCode()).isEqualTo(422);
        assertThat(TestHub.json(twice).path("errors").toString())
                .isEqualTo(
                        "{\"message\":\"Message can not be empty.\",\"priority\":\"should be one of P1, P2, P3, P4, P5.\"}");
        assertThat(post("/v2/alerts", "nothing").statusCode()).isEqualTo(400);
        assertThat(post("/v2/alerts/x/snooze", "{}").statusCode()).isEqualTo(404);
        assertThat(post("/v2/alerts/x/close?identifierType=tiny", "{}").statusCode())
                .isEqualTo(422);
        HttpResponse<String> stranger = hub.exchange(hub.request("/v2/alerts")
                .header("Authorization", "GenieKey nobody")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"m\"}")));
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(TestHub.json(stranger).path("message").asText()).startsWith("Could not authenticate");
        assertThat(hub.exchange(hub.request("/v2/alerts/x").GET()).statusCode()).isEqualTo(401);
        assertThat(get("/v2/alerts/x").statusCode()).isEqualTo(404);
        HttpResponse<String> tiny = get("/v2/alerts/7?identifierType=tiny");
        assertThat(tiny.statusCode()).isEqualTo(422);
        assertThat(TestHub.json(tiny).at("/errors/identifierType").asText()).contains("no tiny ids");
        assertThat(get("/v2/alerts/requests/x").statusCode()).isEqualTo(404);
    }

    @Test
    void anAcknowledgementOfWhatIsNotThereSaysSoWhenAsked() {
        JsonNode data = done(post("/v2/alerts/nobody/acknowledge?identifierType=alias", "{}"));
        assertThat(data.path("isSuccess").asBoolean()).isFalse();
        assertThat(data.path("status").asText()).isEqualTo("Alert does not exist");
    }

    @Test
    void anAcknowledgementThatComesBeforeItsAlertIsDecidedWaitsForIt() throws Exception {
        hub.hub().camel().getRouteController().stopRoute("decide");
        CompletableFuture<HttpResponse<String>> acknowledged;
        try {
            assertThat(post("/v2/alerts", "{\"message\":\"Early\",\"alias\":\"early\"}")
                            .statusCode())
                    .isEqualTo(202);
            acknowledged = CompletableFuture.supplyAsync(
                    () -> post("/v2/alerts/early/acknowledge?identifierType=alias", "{\"user\":\"mia\"}"));
            assertThat(hub.count("SELECT count(*) FROM event WHERE state = 'pending'"))
                    .isOne();
            assertThat(acknowledged).isNotCompleted();
        } finally {
            hub.hub().camel().getRouteController().startRoute("decide");
        }
        JsonNode data = done(acknowledged.get(20, TimeUnit.SECONDS));
        assertThat(data.path("status").asText()).isEqualTo("Acknowledged alert");
        assertThat(hub.text("SELECT acknowledged_by FROM incident WHERE title = 'Early'"))
                .hasValue("mia");
    }

    /** As Opsgenie's own library for Node.js asks (opsgenie-sdk 0.5), whose paths end with a slash. */
    @Test
    void pathsMayEndWithASlash() {
        JsonNode created = done(post("/v2/alerts/", "{\"message\":\"Slash\",\"alias\":\"slash\"}"));
        assertThat(created.path("status").asText()).isEqualTo("Created alert");
        assertThat(done(post("/v2/alerts/slash/acknowledge/?identifierType=alias", "{}"))
                        .path("isSuccess")
                        .asBoolean())
                .isTrue();
        assertThat(done(post("/v2/alerts/slash/notes/?identifierType=alias", "{\"note\":\"n\"}"))
                        .path("action")
                        .asText())
                .isEqualTo("AddNote");
        assertThat(done(post("/v2/alerts/slash/unacknowledge/?identifierType=alias", "{}"))
                        .path("isSuccess")
                        .asBoolean())
                .isTrue();
        assertThat(done(post("/v2/alerts/" + created.path("alertId").asText() + "/close/?identifierType=id", ""))
                        .path("status")
                        .asText())
                .isEqualTo("Closed alert");
    }

    /** Opsgenie takes its key as the password of basic authentication, too, without a user. */
    @Test
    void theKeyMayBeAPassword() {
        String basic = "Basic " + Base64.getEncoder().encodeToString((":" + key).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> created = hub.exchange(hub.request("/v2/alerts")
                .header("Authorization", basic)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"Basic\",\"alias\":\"basic\"}")));
        done(created);
        assertThat(hub.exchange(hub.request("/v2/alerts/basic?identifierType=alias")
                                .header("Authorization", basic)
                                .GET())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anAlertWithoutAnAliasGetsOne() {
        JsonNode created = done(post("/v2/alerts", "{\"message\":\"once\"}"));
        assertThat(created.path("alias").asText()).isNotEmpty();
        assertThat(get("/v2/alerts/" + created.path("alertId").asText()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void alertmanagersOpsgenieReceiverNeedsAnotherUrlAndKey(@TempDir Path work) throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/share/prometheus/alertmanager/default.tmpl")),
                "Debian's Alertmanager reads its templates from /usr/share/prometheus; .ci/run links them there");
        Files.writeString(work.resolve("alertmanager.yml"), """
                route: { receiver: hub, group_by: [ alertname ], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
                receivers:
                  - name: hub
                    opsgenie_configs: [ { api_url: "%s/", api_key: "%s", priority: P2, tags: "db,disk" } ]
                """.formatted(hub.url(), key));
        try (var alertmanager = DebianProgram.start(
                "prometheus-alertmanager",
                work,
                "--config.file=alertmanager.yml",
                "--storage.path=data",
                "--cluster.listen-address=",
                "--log.level=warn")) {
            Instant began = Instant.now().minusSeconds(60);
            alertmanager.post("/api/v2/alerts", alert(began, Instant.now().plusSeconds(600)));
            JsonNode opened = notice("[FIRING:1] Backup", "opened");
            assertThat(opened.at("/incident/severity").asText()).isEqualTo("high");
            assertThat(opened.at("/alerts/0/labels/tags").asText()).isEqualTo("db, disk");

            alertmanager.post("/api/v2/alerts", alert(began, Instant.now().minusSeconds(1)));
            notice("[FIRING:1] Backup", "resolved");
        }
    }

    private static String alert(Instant began, Instant ends) {
        return """
                [ { "labels": { "alertname": "Backup", "instance": "db-1" }, "startsAt": "%s", "endsAt": "%s" } ]""".formatted(began, ends);
    }
}
