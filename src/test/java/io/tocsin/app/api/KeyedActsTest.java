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

/** Acts with an Idempotency-Key, over HTTP, at one hub. */
@Tag("slow")
class KeyedActsTest {

    private static final String SILENCE =
            "{\"matchers\": [\"env=test\"], \"endsAt\": \"2100-01-01T00:00:00Z\", \"comment\": \"we know\"}";
    private static final String SILENCES = "SELECT count(*) FROM silence";

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

    private HttpResponse<String> post(String key, String path, String body) {
        return hub.post(hub.token(), path, Map.of("Idempotency-Key", key), body);
    }

    private static boolean isReplay(HttpResponse<String> answer) {
        return answer.headers().firstValue(KeyedActs.REPLAYED).equals(java.util.Optional.of("true"));
    }

    private static String type(HttpResponse<String> answer) {
        return TestHub.json(answer).path("type").asText().replace("urn:tocsin:problem:", "");
    }

    /** As a hub leaves it that is killed at this point. */
    private void left(String state, Duration ago) {
        hub.hub()
                .store()
                .submit(
                        (tx, states, now) -> {
                            assertThat(tx.execute(
                                            "UPDATE answered_request SET state = ?, begun_at = ?, answer = ''",
                                            state,
                                            now.minus(ago).toEpochMilli()))
                                    .isEqualTo(1);
                            return states;
                        },
                        state)
                .join();
    }

    @Test
    void theSameAgainIsNotDoneAgainAndIsAnsweredTheSame() {
        HttpResponse<String> first = post("one", "/v1/silences", SILENCE);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(isReplay(first)).isFalse();
        String reordered =
                "{\"comment\": \"we know\", \"as\": null, \"matchers\": [\"env=test\"],  \"endsAt\": \"2100-01-01T00:00:00Z\"}";
        for (String body : List.of(SILENCE, reordered)) {
            HttpResponse<String> again = post("\"one\"", "/v1/silences", body);
            assertThat(again.statusCode()).isEqualTo(201);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(isReplay(again)).isTrue();
            assertThat(again.headers().firstValue("ETag"))
                    .isPresent()
                    .isEqualTo(first.headers().firstValue("ETag"));
            assertThat(again.headers().firstValue("Content-Type")).contains("application/json");
        }
        assertThat(hub.count(SILENCES)).isEqualTo(1);
        assertThat(post("two", "/v1/silences", SILENCE).statusCode()).isEqualTo(201);
        assertThat(hub.count(SILENCES)).isEqualTo(2);
        assertThat(hub.count("SELECT count(*) FROM answered_request WHERE id LIKE '%one%' OR request LIKE '%env%'"))
                .isZero();
    }

    @Test
    void anotherRequestUnderItIsRefusedButAnotherTokensIsItsOwn() {
        post("one", "/v1/silences", SILENCE);
        for (String path : List.of("/v1/silences", "/v1/silences/sil_x", "/v1/silences/sil_x/end", "/v1/link-keys")) {
            String body = path.equals("/v1/silences") ? SILENCE.replace("test", "prod") : "{}";
            HttpResponse<String> another = post("one", path, body);
            assertThat(another.statusCode()).as(path).isEqualTo(422);
            assertThat(type(another)).isEqualTo("key-reused");
        }
        String token = hub.issue("{\"role\": \"responder\"}").path("token").asText();
        HttpResponse<String> theirs = hub.post(token, "/v1/silences", Map.of("Idempotency-Key", "one"), SILENCE);
        assertThat(theirs.statusCode()).isEqualTo(201);
        assertThat(isReplay(theirs)).isFalse();
        assertThat(hub.count(SILENCES)).isEqualTo(2);
    }

    @Test
    void ofManyAtOnceOneIsDone() {
        List<HttpResponse<String>> all = IntStream.range(0, 24)
                .mapToObj(any -> CompletableFuture.supplyAsync(() -> post("one", "/v1/silences", SILENCE)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(hub.count(SILENCES)).isEqualTo(1);
        assertThat(all.stream().filter(answer -> answer.statusCode() == 201 && !isReplay(answer)))
                .hasSize(1);
        assertThat(all).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isIn(201, 409);
            if (answer.statusCode() == 409) {
                assertThat(type(answer)).isEqualTo("request-under-way");
                assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue(1);
            }
        });
    }

    @Test
    void whatAKilledHubLeftIsDoneAnewOrSaidToBeDone() {
        post("one", "/v1/silences", SILENCE);
        left("taken", Duration.ofSeconds(30));
        HttpResponse<String> underWay = post("one", "/v1/silences", SILENCE);
        assertThat(underWay.statusCode()).isEqualTo(409);
        assertThat(underWay.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(20L, 30L);
        left("taken", Duration.ofSeconds(61));
        assertThat(post("one", "/v1/silences", SILENCE).statusCode())
                .as("before it did anything")
                .isEqualTo(201);
        assertThat(hub.count(SILENCES)).isEqualTo(2);

        left("done", Duration.ofSeconds(61));
        HttpResponse<String> done = post("one", "/v1/silences", SILENCE);
        assertThat(done.statusCode()).as("after that").isEqualTo(409);
        assertThat(type(done)).isEqualTo("answer-not-repeated");
        assertThat(done.body()).contains("was tried at 2", "the hub ended before it had kept what came of it");
        assertThat(hub.count(SILENCES)).isEqualTo(2);
    }

    @Test
    void anIncidentsAnswerIsKeptInTheTransactionOfTheAct() {
        hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"high\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> hub.count("SELECT count(*) FROM incident") == 1);
        String at = "/v1/incidents/" + hub.text("SELECT id FROM incident").orElseThrow();
        HttpResponse<String> first = post("one", at + "/acknowledge", "{\"as\": \"mia\"}");
        assertThat(TestHub.json(first).path("changed").asBoolean()).isTrue();
        HttpResponse<String> again = post("one", at + "/acknowledge", "{\"as\": \"mia\"}");
        assertThat(again.body()).as("not that nothing changed").isEqualTo(first.body());
        assertThat(isReplay(again)).isTrue();

        assertThat(post("two", at + "/close", "{}").statusCode()).isEqualTo(409);
        assertThat(isReplay(post("two", at + "/close", "{}"))).isTrue();
        post("three", at + "/resolve", "{}");
        HttpResponse<String> refused = post("two", at + "/close", "{}");
        assertThat(refused.statusCode())
                .as("a refusal is the first answer, too")
                .isEqualTo(409);
        assertThat(post("four", at + "/close", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsRefusedBeforeItIsTriedUsesNoKey() {
        assertThat(post("one", "/v1/silences", "{\"nobdy\": 1}").statusCode()).isEqualTo(400);
        assertThat(post("one", "/v1/silences", "[").statusCode()).isEqualTo(400);
        assertThat(post("", "/v1/silences", SILENCE).statusCode()).isEqualTo(400);
        assertThat(post("x".repeat(256), "/v1/silences", SILENCE).statusCode()).isEqualTo(400);
        assertThat(hub.count("SELECT count(*) FROM answered_request")).isZero();
        String everything =
                "{\"pattern\": {\"status\": [\"firing\"]}, \"duration\": \"1h\", \"comment\": \"c\", \"confirm\": true}";
        String token = hub.issue("{\"role\": \"responder\"}").path("token").asText();
        HttpResponse<String> forbidden = hub.post(token, "/v1/silences", Map.of("Idempotency-Key", "one"), everything);
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(hub.count("SELECT count(*) FROM answered_request")).isZero();
        assertThat(post("one", "/v1/silences", SILENCE).statusCode()).isEqualTo(201);
    }

    @Test
    void aSecretIsToldOnceAndNotKept() {
        HttpResponse<String> first = post("one", "/v1/tokens", "{\"role\": \"viewer\"}");
        JsonNode issued = TestHub.json(first);
        long tokens = hub.count("SELECT count(*) FROM token");
        HttpResponse<String> again = post("one", "/v1/tokens", "{\"role\": \"viewer\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(type(again)).isEqualTo("answer-not-repeated");
        assertThat(isReplay(again)).isTrue();
        assertThat(again.body())
                .contains(issued.path("id").asText())
                .doesNotContain(issued.path("token").asText());
        assertThat(hub.count("SELECT count(*) FROM token")).isEqualTo(tokens);
        assertThat(hub.text("SELECT answer FROM answered_request").orElseThrow())
                .doesNotContain(issued.path("token").asText());
    }

    @Test
    void aTokenThatIsRevokedTwiceUnderOneKeyIsAnsweredTheSame() {
        String id = hub.issue("{\"source\": \"ci\"}").path("id").asText();
        for (boolean isAgain : new boolean[] {false, true}) {
            HttpResponse<String> answer = hub.exchange(hub.authorized("/v1/tokens/" + id)
                    .header("Idempotency-Key", "one")
                    .DELETE());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(isReplay(answer)).isEqualTo(isAgain);
        }
    }
}
