package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilencesApiTest {

    private final Sink sink = Sink.start();
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = HubFiles.in(folder).everythingTo(sink).start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
    }

    private JsonNode add(String more) {
        HttpResponse<String> answer =
                hub.post("/v1/silences", "{\"comment\": \"we know\", \"as\": \"mia\", " + more + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestHub.json(answer);
    }

    private String fires(String title, String env) {
        String id = hub.send(
                "ci", "{\"title\": \"" + title + "\", \"severity\": \"high\", \"labels\": {\"env\": \"" + env + "\"}}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'pending'") == 0);
        return id;
    }

    @Test
    void whatIsHiddenIsNotSentAndTheTraceSaysByWhatUntilItIsEnded() {
        JsonNode silence = add("\"matchers\": [\"env=test\"], \"duration\": \"2h\"");
        String id = silence.path("id").asText();
        assertThat(silence.path("state").asText()).isEqualTo("active");
        assertThat(silence.at("/matchers/0").asText()).isEqualTo("env=\"test\"");
        assertThat(silence.path("author").asText()).isEqualTo("mia");

        String event = fires("it burns", "test");
        assertThat(sink.got()).isEmpty();
        JsonNode trace = hub.read("/v1/events/" + event);
        assertThat(trace.at("/incidents/0/heldBy/0/by").asText()).isEqualTo("silence " + id);
        assertThat(trace.at("/incidents/0/heldBy/0/until").asText())
                .isEqualTo(silence.path("endsAt").asText());
        assertThat(trace.at("/alerts/0/rules/0/reason").asText())
                .isEqualTo("held back by silence " + id + " until "
                        + silence.path("endsAt").asText());
        assertThat(hub.read("/v1/silences").at("/silences/0/holds").asInt()).isEqualTo(1);

        HttpResponse<String> ended = hub.post("/v1/silences/" + id + "/end", "{\"as\": \"mia\", \"reason\": \"done\"}");
        assertThat(TestHub.json(ended).path("state").asText()).isEqualTo("expired");
        sink.await(1);
        assertThat(hub.read("/v1/silences").path("silences")).isEmpty();
        assertThat(hub.read("/v1/silences?state=expired").path("silences")).hasSize(1);
        assertThat(hub.post("/v1/silences/" + id + "/end", "{}").statusCode()).isEqualTo(409);
        assertThat(hub.text("SELECT group_concat(action || ' ' || actor, '; ') FROM audit WHERE target = '" + id + "'")
                        .orElseThrow())
                .contains("silence.add mia (", "silence.end mia (");
    }

    @Test
    void aPreviewSaysWhatWouldBeHidden() {
        fires("one", "test");
        fires("two", "prod");
        JsonNode found =
                TestHub.json(hub.post("/v1/silences/preview", "{\"pattern\": {\"labels\": {\"env\": [\"test\"]}}}"));
        assertThat(found.path("firingCount").asInt()).isEqualTo(1);
        assertThat(found.path("lastDayCount").asInt()).isEqualTo(1);
        assertThat(found.path("looked").asInt()).isEqualTo(2);
        assertThat(found.at("/firing/0/title").asText()).isEqualTo("one");
        assertThat(found.path("hidesEverything").asBoolean()).isFalse();
    }

    @Test
    void whatHidesEverythingAsksForAConfirmation() {
        for (String all : new String[] {
            "\"matchers\": [\"env=~\\\".*\\\"\"]",
            "\"pattern\": {\"status\": [\"firing\"]}",
            "\"pattern\": {\"title\": [{\"exists\": true}]}"
        }) {
            String body = "{\"comment\": \"all\", \"duration\": \"1h\", " + all + "}";
            HttpResponse<String> refused = hub.post("/v1/silences", body);
            assertThat(refused.statusCode()).as(body).isEqualTo(409);
            assertThat(refused.body()).contains("urn:tocsin:problem:silence-hides-everything", "\\\"confirm\\\": true");
        }
        add("\"pattern\": {\"status\": [\"firing\"]}, \"duration\": \"1h\", \"confirm\": true");
        fires("one", "test");
        assertThat(sink.got()).isEmpty();
    }

    @Test
    void aChangeKeepsWhatItDoesNotSay() {
        String id = add("\"matchers\": [\"env=test\"], \"duration\": \"1h\"")
                .path("id")
                .asText();
        Instant later = Instant.now().plus(Duration.ofDays(2));
        JsonNode changed =
                TestHub.json(hub.post("/v1/silences/" + id, "{\"endsAt\": \"" + later + "\", \"as\": \"ben\"}"));
        assertThat(changed.path("id").asText()).isEqualTo(id);
        assertThat(Instant.parse(changed.path("endsAt").asText()))
                .isEqualTo(later.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
        assertThat(changed.path("comment").asText()).isEqualTo("we know");
        assertThat(changed.path("author").asText()).isEqualTo("mia");
    }

    @Test
    void whatIsWrongIsRefusedInWords() {
        for (String[] wrong : new String[][] {
            {"\"duration\": \"1h\"", "either `pattern`"},
            {"\"matchers\": [\"env\"], \"duration\": \"1h\"", "expected =, !=, =~ or !~"},
            {"\"matchers\": [\"env=~\\\"(\\\"\"], \"duration\": \"1h\"", "regular expression"},
            {"\"pattern\": {\"status\": \"firing\"}, \"duration\": \"1h\"", "The pattern at /status"},
            {"\"matchers\": [\"env=a\"]", "either endsAt"},
            {"\"matchers\": [\"env=a\"], \"duration\": \"soon\"", "duration is"},
            {"\"matchers\": [\"env=a\"], \"endsAt\": \"tomorrow\"", "endsAt is"},
            {"\"matchers\": [\"env=a\"], \"endsAt\": \"2020-01-01T00:00:00Z\"", "end before it begins"},
        }) {
            HttpResponse<String> answer = hub.post("/v1/silences", "{\"comment\": \"c\", " + wrong[0] + "}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(TestHub.json(answer).path("detail").asText()).contains(wrong[1]);
        }
        assertThat(hub.post("/v1/silences", "{\"matchers\": [\"env=a\"], \"duration\": \"1h\"}")
                        .body())
                .contains("has a comment");
        assertThat(hub.get("/v1/silences/sil_none").statusCode()).isEqualTo(404);
        assertThat(hub.get("/v1/silences?state=gone").statusCode()).isEqualTo(400);
    }

    @Test
    void aPageSaysWhereTheNextOneBegins() {
        for (String env : new String[] {"a", "b", "c"}) {
            add("\"matchers\": [\"env=" + env + "\"], \"duration\": \"1h\"");
        }
        JsonNode first = hub.read("/v1/silences?limit=2");
        assertThat(first.at("/silences/0/matchers/0").asText()).isEqualTo("env=\"c\"");
        JsonNode second =
                hub.read("/v1/silences?limit=2&after=" + first.path("next").asText());
        assertThat(second.path("silences")).hasSize(1);
        assertThat(second.has("next")).isFalse();
        assertThat(hub.read("/v1/silences?text=ENV=%22b").path("silences")).hasSize(1);
    }
}
