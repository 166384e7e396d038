package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.corridor.SettableClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do about incidents, over a real hub: from the request to what its receiver gets. */
@Tag("slow")
class IncidentsApiTest {

    private static final String FIRES =
            "{\"title\": \"disk full\", \"severity\": \"high\", \"status\": \"firing\", \"fingerprint\": \"d\"}";

    private static final String OF_INCIDENTS = "action LIKE 'incident.%'";

    private final Sink sink = Sink.start();
    private final SettableClock clock = new SettableClock(Instant.now());
    private TestHub hub;
    private String id;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder)
                .rules("rules: [ { name: everything, when: { status: [ firing ] }, notify: [ hook ], dedup: 0s } ]\n")
                .webhook("hook", sink.url(), Map.of())
                .clock(clock)
                .start();
        hub.send("ci", FIRES);
        sink.await(1);
        id = hub.text("SELECT id FROM incident").orElseThrow();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    private HttpResponse<String> act(String verb, String body) {
        return hub.post("/v1/incidents/" + id + "/" + verb, body);
    }

    private JsonNode done(String verb, String body) {
        HttpResponse<String> answer = act(verb, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestHub.json(answer);
    }

    private JsonNode show() {
        return hub.read("/v1/incidents/" + id);
    }

    private JsonNode got(int number) {
        List<Sink.Got> all = sink.await(number);
        return TestHub.json(all.get(number - 1).body());
    }

    @Test
    void whoSeesToItIsToldToThoseWhoWereNotifiedAndKeptWithTheAudit() {
        JsonNode answer = done("acknowledge", "{\"as\": \"mia\"}");
        assertThat(answer.path("state").asText()).isEqualTo("acknowledged");
        assertThat(answer.path("changed").asBoolean()).isTrue();
        JsonNode message = got(2);
        assertThat(message.at("/notice/kind").asText()).isEqualTo("acknowledged");
        assertThat(message.at("/incident/status").asText()).isEqualTo("acknowledged");
        assertThat(message.at("/incident/acknowledgedBy").asText()).isEqualTo("mia");
        assertThat(hub.text("SELECT actor FROM audit WHERE " + OF_INCIDENTS).orElseThrow())
                .startsWith("mia (tok_");
        assertThat(hub.text("SELECT action || ' ' || target FROM audit WHERE " + OF_INCIDENTS))
                .contains("incident.acknowledge " + id);

        assertThat(done("acknowledge", "{\"as\": \"bo\"}").path("changed").asBoolean())
                .isFalse();
        assertThat(hub.count("SELECT count(*) FROM audit WHERE " + OF_INCIDENTS))
                .isOne();
        assertThat(show().at("/acknowledged/by").asText()).isEqualTo("mia");
        JsonNode listed = hub.read("/v1/incidents?state=acknowledged").at("/incidents/0");
        assertThat(listed.path("id").asText()).isEqualTo(id);
        assertThat(listed.path("acknowledgedBy").asText()).isEqualTo("mia");
        assertThat(hub.read("/v1/incidents?state=open").path("incidents")).isEmpty();
    }

    @Test
    void anIncidentIsShownWhole() {
        done("assign", "{\"to\": \"bo\"}");
        done("comments", "{\"text\": \"looks like the disk\", \"as\": \"mia\"}");
        done("comments", "{\"text\": \"looks like the disk\", \"as\": \"mia\"}");
        done("status", "{\"status\": \"identified\", \"impact\": \"orders are late\"}");

        JsonNode shown = show();

        assertThat(shown.path("state").asText()).isEqualTo("open");
        assertThat(shown.path("assignedTo").asText()).isEqualTo("bo");
        assertThat(shown.at("/publicStatus/status").asText()).isEqualTo("identified");
        assertThat(shown.at("/publicStatus/impact").asText()).isEqualTo("orders are late");
        assertThat(shown.path("comments")).hasSize(1);
        assertThat(shown.at("/comments/0/by").asText()).isEqualTo("mia");
        assertThat(shown.at("/members/0/title").asText()).isEqualTo("disk full");
        assertThat(shown.at("/members/0/rules/0").asText()).isEqualTo("everything");
        assertThat(shown.at("/subscriptions/0/rule").asText()).isEqualTo("everything");
        assertThat(shown.at("/deliveries/0/receiver").asText()).isEqualTo("hook");
        assertThat(shown.at("/deliveries/0/kind").asText()).isEqualTo("opened");
        assertThat(shown.at("/counts/firing").asInt()).isOne();
        assertThat(shown.path("timeline"))
                .extracting(entry -> entry.path("kind").asText())
                .containsSubsequence("opened", "assigned", "commented", "status");
    }

    @Test
    void onlyWhatIsValidIsDoneAndTheRefusalSaysHowItStands() {
        HttpResponse<String> refused = act("close", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(TestHub.json(refused).path("detail").asText())
                .isEqualTo("Incident " + id + " is left as it is: it is open: resolve it first.");
        done("resolve", "{}");
        assertThat(act("acknowledge", "{}").statusCode()).isEqualTo(409);
        assertThat(done("close", "{\"as\": \"mia\"}").path("state").asText()).isEqualTo("closed");
        assertThat(TestHub.json(act("assign", "{\"to\": \"bo\"}"))
                        .path("detail")
                        .asText())
                .contains("it is closed, by mia at ");
        assertThat(hub.read("/v1/incidents?state=closed").path("incidents")).hasSize(1);
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        assertThat(act("acknowledge", "{\"who\": \"mia\"}").body())
                .contains("There is no field who; expected some of as.");
        assertThat(act("assign", "{}").statusCode()).isEqualTo(400);
        assertThat(act("assign", "{\"to\": 7}").body()).contains("to is 7; expected a text in quotes.");
        assertThat(act("status", "{\"status\": \"fine\"}").body())
                .contains("expected one of investigating, identified, monitoring, resolved.");
        assertThat(act("status", "{}").statusCode()).isEqualTo(400);
        assertThat(act("comments", "{\"text\": \" \"}").statusCode()).isEqualTo(400);
        assertThat(hub.post("/v1/incidents/inc_nobody/resolve", "{}").statusCode())
                .isEqualTo(404);
        assertThat(hub.get("/v1/incidents/inc_nobody").statusCode()).isEqualTo(404);
        assertThat(hub.get("/v1/incidents/" + id + "/resolve").statusCode()).isEqualTo(405);
        assertThat(hub.count("SELECT count(*) FROM audit WHERE " + OF_INCIDENTS))
                .isZero();
    }

    @Test
    void resolvedByAPersonItIsOverAndWhatFiresOnNotifiesNobodyUntilItIsOver() {
        done("resolve", "{\"as\": \"mia\", \"rootCause\": \"a log\", \"resolution\": \"rotated\"}");
        JsonNode message = got(2);
        assertThat(message.at("/notice/kind").asText()).isEqualTo("resolved");
        assertThat(message.at("/incident/resolvedBy").asText()).isEqualTo("mia");
        assertThat(message.at("/incident/publicStatus/status").asText()).isEqualTo("resolved");
        assertThat(message.at("/incident/publicStatus/rootCause").asText()).isEqualTo("a log");

        String repeat = decided(hub.send("ci", FIRES));
        assertThat(hub.read("/v1/events/" + repeat)
                        .at("/alerts/0/rules/0/verdict")
                        .asText())
                .isEqualTo("duplicate");
        decided(hub.send("ci", FIRES.replace("firing", "resolved")));
        assertThat(hub.text("SELECT due_at FROM incident")).isEmpty();
        assertThat(hub.count("SELECT count(*) FROM incident")).isOne();

        hub.send("ci", FIRES);
        assertThat(got(3).at("/notice/kind").asText()).isEqualTo("opened");
        assertThat(hub.count("SELECT count(*) FROM incident")).isEqualTo(2);
    }

    @Test
    void whatStillFiresFourHoursLaterIsANewIncidentThatNamesWhoResolvedTheFirst() {
        done("resolve", "{\"as\": \"mia\"}");
        got(2);

        hub.advance(clock, Duration.ofHours(4));

        JsonNode message = got(3);
        assertThat(message.at("/notice/kind").asText()).isEqualTo("opened");
        assertThat(message.at("/incident/id").asText()).isNotEqualTo(id);
        assertThat(message.at("/incident/earlier/id").asText()).isEqualTo(id);
        assertThat(message.at("/incident/earlier/resolvedBy").asText()).isEqualTo("mia");
        decided(hub.send("ci", FIRES.replace("firing", "resolved")));
        assertThat(got(4).at("/incident/id").asText())
                .isEqualTo(message.at("/incident/id").asText());
    }

    private String decided(String event) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.text("SELECT state FROM event WHERE id = '" + event + "'")
                        .equals(Optional.of("decided")));
        return event;
    }
}
