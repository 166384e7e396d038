package io.tocsin.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
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
        String id = add("\"pattern\": {\"status\": [\"firing\"]}, \"duration\": \"1h\", \"confirm\": true")
                .path("id")
                .asText();
        assertThat(hub.post("/v1/silences/" + id, "{\"comment\": \"still\"}").statusCode())
                .as("it was confirmed, and hides no more than before")
                .isEqualTo(200);
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
            {"\"matchers\": [\"env=a\"], \"endsAt\": \"+999999999-01-01T00:00:00Z\"", "endsAt is"},
            {"\"matchers\": [\"env=a\"], \"duration\": \"4000000d\"", "before the year 10000"},
            {"\"matchers\": [\"env=a\"], \"duration\": \"1h\", \"startAt\": \"\"", "There is no field startAt"},
            {"\"matchers\": [\"env=a\"], \"duration\": 60", "expected a text"},
            {"\"matchers\": [\"env=a\"], \"duration\": \"1h\", \"confirm\": \"yes\"", "expected true or false"},
            {"\"matchers\": [\"env=a\"], \"duration\": \"1h\", \"as\": \"a\\u0000\"", "U+0000"},
            {
                "\"matchers\": [{\"name\": \"a\", \"value\": \"b\", \"isregex\": true}], \"duration\": \"1h\"",
                "the matcher"
            },
            {
                "\"matchers\": [{\"name\": \"a\", \"value\": \"b\", \"isRegex\": \"yes\"}], \"duration\": \"1h\"",
                "the matcher"
            },
            {
                "\"matchers\": [\"a=~\\\"(x{60}){60}\\\"\", \"b=~\\\"(x{60}){60}\\\"\", \"c=~\\\"(x{60}){60}\\\"\"],"
                        + " \"duration\": \"1h\"",
                "parts together"
            },
        }) {
            HttpResponse<String> answer = hub.post("/v1/silences", "{\"comment\": \"c\", " + wrong[0] + "}");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(TestHub.json(answer).path("detail").asText()).contains(wrong[1]);
        }
        assertThat(hub.post("/v1/silences", "{\"matchers\": [\"env=a\"], \"duration\": \"1h\"}")
                        .body())
                .contains("has a comment");
        assertThat(hub.post("/v1/silences/preview", "{\"matchers\": [\"env=a\"], \"duration\": \"1h\"}")
                        .statusCode())
                .isEqualTo(400);
        String id = add("\"matchers\": [\"env=a\"], \"duration\": \"1h\"")
                .path("id")
                .asText();
        String reason = "x".repeat(2_001);
        assertThat(hub.post("/v1/silences/" + id + "/end", "{\"reason\": \"" + reason + "\"}")
                        .body())
                .contains("expected 2000 at most");
        assertThat(hub.get("/v1/silences?text=%00").statusCode()).isEqualTo(400);
        assertThat(hub.get("/v1/silences/sil_none").statusCode()).isEqualTo(404);
        assertThat(hub.get("/v1/silences?state=gone").statusCode()).isEqualTo(400);
    }

    @Test
    void alertmanagersToolsSeeAPatternWholeAndSendItBack() {
        String values = "\"" + "x".repeat(400) + "\", \"" + "y".repeat(400) + "\", \"" + "z".repeat(400) + "\"";
        String id = add("\"pattern\": {\"title\": [" + values + "]}, \"duration\": \"1h\"")
                .path("id")
                .asText();
        JsonNode shown =
                TestHub.json(hub.get("/api/v2/silences?filter=tocsin_pattern=~\".*yyy.*\"".replace("\"", "%22")));
        assertThat(shown).hasSize(1);
        ObjectNode sent = shown.get(0).deepCopy();
        sent.put("comment", "still").remove(List.of("status", "updatedAt"));
        HttpResponse<String> answer = hub.post("/api/v2/silences", sent.toString());
        assertThat(answer.body()).contains("silenceID", id);
        assertThat(hub.read("/v1/silences/" + id).path("comment").asText()).isEqualTo("still");

        assertThat(hub.get("/api/v2/silences?filter=a=b" + "&filter=a=b".repeat(50))
                        .statusCode())
                .isEqualTo(400);
        sent.put("endsAt", "+999999999-01-01T00:00:00Z");
        assertThat(hub.post("/api/v2/silences", sent.toString()).statusCode()).isEqualTo(400);
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
