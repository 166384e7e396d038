package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a token may do, beside what its operation says: by what it asks for, and in whose name. */
class RolesTest {

    private final Sink sink = Sink.start();
    private TestHub hub;
    private String viewer;
    private String responder;
    private String ann;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder)
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { pagerduty-user: PANN001 } }
                          - { name: bob, addresses: { pagerduty-user: PBOB001 } }
                        teams: []
                        receivers: {}
                        """)
                .everythingTo(sink)
                .start();
        viewer = token("{\"role\": \"viewer\"}");
        responder = token("{\"role\": \"responder\", \"name\": \"pager app\"}");
        ann = token("{\"role\": \"responder\", \"person\": \"ann\"}");
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    private String token(String json) {
        return hub.issue(json).path("token").asText();
    }

    private int status(String token, String method, String path, String body) {
        return hub.as(token, method, path, body).statusCode();
    }

    private String incident() {
        hub.send("ci", "{\"title\": \"it burns\", \"labels\": {\"env\": \"test\"}}");
        await().atMost(Duration.ofSeconds(30)).until(() -> hub.count("SELECT count(*) FROM incident") == 1);
        return hub.text("SELECT id FROM incident").orElseThrow();
    }

    private List<String> deadLetters(int count) {
        sink.answer(400, "no such channel");
        IntStream.range(0, count).forEach(one -> hub.send("ci", "{\"title\": \"fire " + one + "\"}"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.read("/v1/dead-letters").path("total").asInt() == count);
        return hub.read("/v1/dead-letters").path("deadLetters").findValuesAsText("id");
    }

    @Test
    void whoHoldsATokenSeesItWithItsUseAndEndsIt() {
        JsonNode self = TestHub.json(hub.as(responder, "GET", "/v1/tokens/self", ""));
        assertThat(self.path("role").asText()).isEqualTo("responder");
        assertThat(self.path("name").asText()).isEqualTo("pager app");
        assertThat(self.has("lastUsedAt")).isTrue();
        assertThat(self.has("token")).isFalse();

        assertThat(status(responder, "DELETE", "/v1/tokens/self", "")).isEqualTo(200);
        assertThat(status(responder, "GET", "/v1/tokens/self", "")).isEqualTo(401);
        assertThat(hub.audit(self.path("id").asText()))
                .contains("token.revoke by " + self.path("id").asText());
        assertThat(status(hub.token(), "DELETE", "/v1/tokens/self", ""))
                .as("of the last admin")
                .isEqualTo(409);
    }

    @Test
    void anAdminThatExpiresIsNotTheOneThatKeepsTheDoorOpen() {
        JsonNode passing = hub.issue("{\"role\": \"admin\", \"duration\": \"1d\"}");
        assertThat(status(hub.token(), "DELETE", "/v1/tokens/self", "")).isEqualTo(409);
        assertThat(status(passing.path("token").asText(), "DELETE", "/v1/tokens/self", ""))
                .isEqualTo(200);
    }

    @Test
    void whatATokenCannotBeIsRefusedWithWhatItCan() {
        Map.of(
                        "{\"role\": \"boss\"}", "expected one of viewer, responder, admin",
                        "{\"role\": \"viewer\", \"source\": \"ci\"}", "not both",
                        "{\"source\": \"ci\", \"person\": \"ann\"}", "a token of a source is no person's",
                        "{\"role\": \"viewer\", \"person\": \"anm\"}", "did you mean ann?",
                        "{\"role\": \"viewer\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}",
                                "expected a time from now on",
                        "{\"role\": \"viewer\", \"duration\": \"soon\"}", "duration is soon",
                        "{\"role\": \"viewer\", \"until\": \"x\"}", "There is no field until")
                .forEach((body, why) -> {
                    HttpResponse<String> answer = hub.post("/v1/tokens", body);
                    assertThat(answer.statusCode()).as(body).isEqualTo(400);
                    assertThat(answer.body()).as(body).contains(why);
                });
    }

    @Test
    void aPayloadIsAnAdminsToReadAndTheRestOfATraceAViewers() {
        String event = hub.send("ci", "{\"title\": \"it burns\"}");
        assertThat(hub.read("/v1/events/" + event).at("/event/body/title").asText())
                .isEqualTo("it burns");
        for (String token : List.of(viewer, responder)) {
            JsonNode trace = TestHub.json(hub.as(token, "GET", "/v1/events/" + event, ""));
            assertThat(trace.at("/event/id").asText()).isEqualTo(event);
            assertThat(trace.at("/event/body").isMissingNode()).isTrue();
            assertThat(trace.at("/event/withheld/0").asText()).isEqualTo("body");
        }
        String letter = deadLetters(1).get(0);
        assertThat(hub.read("/v1/dead-letters/" + letter)
                        .at("/event/body/title")
                        .asText())
                .isEqualTo("fire 0");
        JsonNode shown = TestHub.json(hub.as(responder, "GET", "/v1/dead-letters/" + letter, ""));
        assertThat(shown.at("/event/body").isMissingNode()).isTrue();
        assertThat(shown.at("/attempts/0/statusCode").asInt()).isEqualTo(400);
    }

    @Test
    void aResponderRedrivesOneDeadLetterAndAnAdminMany() {
        List<String> letters = deadLetters(2);
        sink.answer(200, "ok");
        String both = "{\"ids\": [\"" + String.join("\", \"", letters) + "\"]}";
        for (String body :
                List.of(both, "{\"all\": true}", "{\"receiver\": \"hook\"}", "{\"all\": true, \"dryRun\": true}")) {
            HttpResponse<String> many = hub.as(responder, "POST", "/v1/dead-letters/redrive", body);
            assertThat(many.statusCode()).as(body).isEqualTo(403);
            assertThat(many.body()).contains("urn:tocsin:problem:role-needed", "more than one dead letter");
        }
        HttpResponse<String> one =
                hub.as(responder, "POST", "/v1/dead-letters/redrive", "{\"ids\": [\"" + letters.get(0) + "\"]}");
        assertThat(TestHub.json(one).path("count").asInt()).isOne();
        assertThat(TestHub.json(hub.post("/v1/dead-letters/redrive", both))
                        .path("count")
                        .asInt())
                .isOne();
        assertThat(status(responder, "POST", "/v1/dead-letters/discard", both)).isEqualTo(403);
    }

    @Test
    void whatHidesEverythingIsAnAdminsToMake() {
        String scope = "\"pattern\": {\"status\": [\"firing\"]}";
        String silence = "{" + scope + ", \"comment\": \"flood\", \"duration\": \"1h\", \"confirm\": true}";
        String window = "{" + scope + ", \"comment\": \"move\", \"for\": \"1h\", \"start\": \"2099-01-01T00:00\","
                + " \"zone\": \"UTC\", \"confirm\": true}";
        String alertmanagers = "{\"matchers\": [{\"name\": \"tocsin_pattern\", \"value\":"
                + " \"{\\\"status\\\": [\\\"firing\\\"]}\", \"isRegex\": false}], \"createdBy\": \"x\","
                + " \"comment\": \"flood\", \"startsAt\": \"2099-01-01T00:00:00Z\", \"endsAt\": \"2099-01-02T00:00:00Z\"}";
        Map<String, String> makes =
                Map.of("/v1/silences", silence, "/v1/windows", window, "/api/v2/silences", alertmanagers);
        makes.forEach((path, body) -> {
            HttpResponse<String> answer = hub.as(responder, "POST", path, body);
            assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(403);
            assertThat(answer.body()).contains("would hide everything needs the role admin");
        });
        makes.forEach((path, body) ->
                assertThat(status(hub.token(), "POST", path, body)).as(path).isIn(200, 201));
        String id = hub.text("SELECT id FROM silence WHERE comment = 'flood' AND starts_at < 4000000000000")
                .orElseThrow();
        assertThat(status(responder, "POST", "/v1/silences/" + id, "{\"duration\": \"9h\"}"))
                .as("nor does a responder make it longer")
                .isEqualTo(403);
        assertThat(status(responder, "POST", "/v1/silences/" + id + "/end", "{}"))
                .isEqualTo(200);
        assertThat(status(
                        responder,
                        "POST",
                        "/v1/silences",
                        silence.replace("{\"status\": [\"firing\"]}", "{\"labels\": {\"env\": [\"test\"]}}")))
                .isEqualTo(201);
    }

    @Test
    void whatIsDoneWithAPersonsTokenIsDoneByThatPerson() {
        String incident = incident();
        String id = TestHub.json(hub.as(ann, "GET", "/v1/tokens/self", ""))
                .path("id")
                .asText();
        String path = "/v1/incidents/" + incident;

        assertThat(status(ann, "POST", path + "/acknowledge", "{}")).isEqualTo(200);
        assertThat(status(ann, "POST", path + "/comments", "{\"text\": \"on it\", \"as\": \"ann\"}"))
                .isEqualTo(200);
        JsonNode shown = hub.read(path);
        assertThat(shown.toString()).contains("\"ann\"").doesNotContain(id);
        assertThat(hub.audit(incident))
                .contains("incident.acknowledge by ann (" + id + ")", "incident.comment by ann (" + id + ")");

        HttpResponse<String> other = hub.as(ann, "POST", path + "/comments", "{\"text\": \"no\", \"as\": \"bob\"}");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.body()).contains("urn:tocsin:problem:another-name", "ann's");
        String silence = "{\"matchers\": [\"env=test\"], \"comment\": \"c\", \"duration\": \"1h\"";
        assertThat(status(ann, "POST", "/v1/silences", silence + ", \"author\": \"bob\"}"))
                .isEqualTo(403);
        JsonNode made = TestHub.json(hub.as(ann, "POST", "/v1/silences", silence + "}"));
        assertThat(made.path("author").asText()).isEqualTo("ann");
    }

    @Test
    void anAdminActsForOthersAndTheAuditSaysWhoThatWas() {
        String incident = incident();
        JsonNode admin = hub.issue("{\"role\": \"admin\", \"person\": \"ann\"}");
        String token = admin.path("token").asText();
        assertThat(status(token, "POST", "/v1/incidents/" + incident + "/acknowledge", "{\"as\": \"bob\"}"))
                .isEqualTo(200);
        assertThat(hub.audit(incident))
                .contains(
                        "incident.acknowledge by bob (ann, " + admin.path("id").asText() + ")");
    }

    @Test
    void throughAlertmanagersApiAPersonsTokenIsThatPersonToo() {
        String body =
                "{\"matchers\": [{\"name\": \"env\", \"value\": \"test\", \"isRegex\": false}], \"createdBy\": \"%s\","
                        + " \"comment\": \"c\", \"startsAt\": \"2099-01-01T00:00:00Z\", \"endsAt\": \"2099-01-02T00:00:00Z\"%s}";
        assertThat(status(ann, "POST", "/api/v2/silences", body.formatted("bob", "")))
                .isEqualTo(403);
        assertThat(status(ann, "POST", "/api/v2/silences", body.formatted("", "")))
                .isEqualTo(200);
        assertThat(hub.read("/v1/silences").at("/silences/0/author").asText()).isEqualTo("ann");

        String bobs = TestHub.json(hub.post("/api/v2/silences", body.formatted("bob", "")))
                .path("silenceID")
                .asText();
        assertThat(status(ann, "POST", "/api/v2/silences", body.formatted("bob", ", \"id\": \"" + bobs + "\"")))
                .as("who changes one sends back who made it")
                .isEqualTo(200);
        assertThat(hub.text("SELECT actor FROM audit WHERE action LIKE 'silence.%' ORDER BY id DESC LIMIT 1")
                        .orElseThrow())
                .startsWith("ann (tok_");
    }

    @Test
    void whatWasDeniedStandsInTheAuditOnceHoweverOftenItIsTried() {
        IntStream.range(0, 50).forEach(one -> {
            status(viewer, "GET", "/v1/tokens", "");
            status(viewer, "PATCH" + one, "/v1/tokens", "");
            status("tsn_wrong", "GET", "/v1/tokens", "");
            status(ann, "POST", "/v1/incidents/inc_" + one + "/comments", "{\"text\": \"x\", \"as\": \"bob\"}");
        });
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.count("SELECT count(*) FROM audit WHERE action = 'access.denied'") == 2);
        String id = TestHub.json(hub.as(viewer, "GET", "/v1/tokens/self", ""))
                .path("id")
                .asText();
        assertThat(hub.text("SELECT detail FROM audit WHERE action = 'access.denied' AND target = '" + id + "'"))
                .contains("GET /v1/tokens needs the role admin; this token (" + id + ") has the role viewer.");
    }

    @Test
    void healthSaysMoreToWhoeverMayRead() {
        hub.files().write("rules/default.yaml", "rules: [ { name: broken } ]");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.as("", "GET", "/health/ready", "").body().contains("degraded"));
        assertThat(hub.as("", "GET", "/health/ready", "").body()).doesNotContain("default.yaml");
        assertThat(hub.as(viewer, "GET", "/health/ready", "").body()).contains("default.yaml");
    }
}
