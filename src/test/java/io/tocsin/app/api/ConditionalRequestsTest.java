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
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ETag, If-None-Match and If-Match over HTTP, at one hub. */
@Tag("slow")
class ConditionalRequestsTest {

    private static final String SILENCE =
            "{\"matchers\": [\"env=test\"], \"duration\": \"2h\", \"comment\": \"we know\"}";

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

    private HttpResponse<String> change(String path, String ifMatch, String body) {
        return hub.post(hub.token(), path, Map.of("If-Match", ifMatch), body);
    }

    private HttpResponse<String> unless(String path, String tag) {
        return hub.exchange(hub.authorized(path).header("If-None-Match", tag));
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow(() -> new AssertionError(answer.body()));
    }

    private String added() {
        return "/v1/silences/"
                + TestHub.json(hub.post("/v1/silences", SILENCE)).path("id").asText();
    }

    private String incident() {
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> hub.count("SELECT count(*) FROM incident") == 1);
        sink.await(1);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == 1);
        return "/v1/incidents/" + hub.text("SELECT id FROM incident").orElseThrow();
    }

    @Test
    void whoHasItAlreadyIsToldSo() {
        String path = added();
        HttpResponse<String> shown = hub.get(path);
        assertThat(tag(shown)).matches("\"1\\.[0-9a-f]{16}\"");
        HttpResponse<String> same = unless(path, tag(shown));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(tag(same)).isEqualTo(tag(shown));
        assertThat(unless(path, "\"x\"").body()).isEqualTo(shown.body());
        assertThat(unless(path, "x").statusCode()).isEqualTo(400);

        for (String list : List.of("/v1/silences", "/v1/windows", "/v1/rules")) {
            assertThat(unless(list, tag(hub.get(list))).statusCode()).as(list).isEqualTo(304);
        }
        hub.post(path, "{\"comment\": \"still\"}");
        assertThat(unless(path, tag(shown)).statusCode()).isEqualTo(200);
    }

    @Test
    void aSilenceIsChangedAsItWasSeenOrNotAtAll() {
        String path = added();
        String seen = tag(hub.get(path));
        HttpResponse<String> changed = change(path, seen, "{\"comment\": \"mine\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(tag(changed)).isEqualTo(tag(hub.get(path))).isNotEqualTo(seen);

        HttpResponse<String> late = change(path, seen, "{\"comment\": \"theirs\"}");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(TestHub.json(late).path("detail").asText()).contains("was changed since you read it");
        assertThat(change(path + "/end", seen, "{}").statusCode()).isEqualTo(412);
        assertThat(change(path, "W/" + tag(changed), "{}").statusCode()).isEqualTo(412);
        assertThat(change(path, "nonsense", "{}").statusCode()).isEqualTo(400);
        assertThat(hub.read(path).path("comment").asText()).isEqualTo("mine");

        assertThat(change(path, seen + ", " + tag(changed), "{\"comment\": \"b\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(change(path, "*", "{\"comment\": \"c\"}").statusCode()).isEqualTo(200);
        assertThat(hub.post(path, "{\"comment\": \"d\"}").statusCode()).isEqualTo(200);
        assertThat(change("/v1/silences/sil_none", "*", "{}").statusCode()).isEqualTo(404);
        assertThat(change(path + "/end", tag(hub.get(path)), "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void ofManyWhoSawTheSameOneChangesIt() {
        String path = added();
        for (int round = 0; round < 5; round++) {
            String seen = tag(hub.get(path));
            assertThat(atOnce(path, seen)).containsOnlyOnce(200).containsOnly(200, 412);
        }
        assertThat(hub.count("SELECT version FROM silence")).isEqualTo(6);
    }

    private List<Integer> atOnce(String path, String seen) {
        return IntStream.range(0, 8)
                .mapToObj(who -> CompletableFuture.supplyAsync(() ->
                        change(path, seen, "{\"comment\": \"of " + who + "\"}").statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test
    void anIncidentIsActedOnAsItWasSeen() {
        String at = incident();
        String seen = tag(hub.get(at));
        HttpResponse<String> taken = change(at + "/acknowledge", seen, "{\"as\": \"mia\"}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        HttpResponse<String> late = change(at + "/assign", seen, "{\"to\": \"bo\"}");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(hub.read(at).has("assignedTo")).isFalse();
        HttpResponse<String> said = change(at + "/comments", tag(taken), "{\"text\": \"the disk\"}");
        assertThat(said.statusCode()).as(said.body()).isEqualTo(200);
        assertThat(change(at + "/comments", tag(taken), "{\"text\": \"not the disk\"}")
                        .statusCode())
                .as("a comment is news to who writes one")
                .isEqualTo(412);
        HttpResponse<String> shown = hub.get(at);
        assertThat(tag(shown)).startsWith(tag(said).replaceFirst("\\..*", "."));
        assertThat(unless(at, tag(shown)).statusCode()).isEqualTo(304);
        assertThat(change(at + "/resolve", tag(shown), "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void twoWhoTakeOneIncidentAreOneAndAnother() {
        String at = incident();
        String seen = tag(hub.get(at));
        List<Integer> told = IntStream.range(0, 8)
                .mapToObj(who ->
                        CompletableFuture.supplyAsync(() -> change(at + "/assign", seen, "{\"to\": \"p" + who + "\"}")
                                .statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(told).containsOnlyOnce(200).containsOnly(200, 412);
    }

    @Test
    void aWindowAndTheKeyThatSignsAreChangedAsTheyWereSeen() {
        JsonNode window = TestHub.json(hub.post(
                "/v1/windows",
                "{\"matchers\": [\"env=test\"], \"comment\": \"c\", \"start\": \"2100-01-01T02:00\", \"for\": \"2h\", \"zone\": \"UTC\","
                        + " \"repeat\": \"FREQ=DAILY\"}"));
        String path = "/v1/windows/" + window.path("id").asText();
        String seen = tag(hub.get(path));
        assertThat(change(path + "/end", "\"7.x\"", "{}").statusCode()).isEqualTo(412);
        assertThat(change(path + "/end", seen, "{}").statusCode()).isEqualTo(200);
        assertThat(change(path + "/end", seen, "{}").statusCode()).isEqualTo(412);

        String keys = tag(hub.get("/v1/link-keys"));
        assertThat(change("/v1/link-keys", keys, "{}").statusCode()).isEqualTo(201);
        assertThat(change("/v1/link-keys", keys, "{}").statusCode()).isEqualTo(412);
        assertThat(hub.count("SELECT count(*) FROM audit WHERE action = 'links.rotate'"))
                .isEqualTo(1);
    }

    @Test
    void whereItSaysNothingItIsRefused() {
        HttpResponse<String> refused = change("/v1/silences", "*", SILENCE);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("If-Match says nothing here");
        assertThat(hub.count("SELECT count(*) FROM silence")).isZero();
    }
}
