package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.sql.TestStores;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys and versions hold at two whole hubs on a PostgreSQL store: whichever is asked, an act is done once, and by one. */
@Tag("slow")
@Timeout(120)
class ActsOfTwoHubsTest {

    private static final String SILENCE =
            "{\"matchers\": [\"env=test\"], \"endsAt\": \"2100-01-01T00:00:00Z\", \"comment\": \"we know\"}";

    @TempDir
    Path folder;

    private TestHub a;
    private TestHub b;
    private String token;

    @BeforeEach
    void start() {
        a = hub("a");
        b = hub("b");
        token = a.issue("{\"role\": \"admin\"}").path("token").asText();
        org.awaitility.Awaitility.await()
                .until(() -> b.as(token, "GET", "/v1/silences", "").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        b.close();
        a.close();
    }

    private TestHub hub(String name) {
        return HubFiles.in(folder.resolve(name))
                .with(Setting.NAME, name)
                .store(file -> TestStores.sharedByTheServersClock(folder, name))
                .rules("rules: [ { name: all, when: { source: [ ci ] }, notify: [] } ]")
                .start();
    }

    private HttpResponse<String> post(TestHub hub, String path, Map<String, String> headers, String body) {
        return hub.post(token, path, headers, body);
    }

    private List<HttpResponse<String>> atBoth(String path, Map<String, String> headers, String body) {
        return IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> post(i % 2 == 0 ? a : b, path, headers, body.replace("WHO", "of " + i))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    @Test
    void anActIsDoneOnceAndAConcurrentChangeByOne() {
        for (int round = 1; round <= 4; round++) {
            Map<String, String> key = Map.of("Idempotency-Key", "round " + round);
            List<HttpResponse<String>> answers = atBoth("/v1/silences", key, SILENCE);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isIn(201, 409));
            assertThat(answers.stream()
                            .filter(answer -> answer.statusCode() == 201)
                            .filter(answer -> answer.headers()
                                    .firstValue("Idempotent-Replayed")
                                    .isEmpty()))
                    .hasSize(1);
            String first = answers.stream()
                    .filter(answer -> answer.statusCode() == 201)
                    .findFirst()
                    .orElseThrow()
                    .body();
            for (TestHub hub : List.of(a, b)) {
                assertThat(post(hub, "/v1/silences", key, SILENCE).body()).isEqualTo(first);
                assertThat(post(hub, "/v1/silences", key, SILENCE.replace("test", "prod"))
                                .statusCode())
                        .isEqualTo(422);
            }
            assertThat(a.count("SELECT count(*) FROM silence")).isEqualTo(round);
        }

        String path = "/v1/silences/" + a.text("SELECT max(id) FROM silence").orElseThrow();
        for (int round = 0; round < 6; round++) {
            String seen = (round % 2 == 0 ? a : b)
                    .get(path)
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
            List<Integer> told = atBoth(path, Map.of("If-Match", seen), "{\"comment\": \"WHO\"}").stream()
                    .map(HttpResponse::statusCode)
                    .toList();
            assertThat(told).containsOnlyOnce(200).containsOnly(200, 412);
        }
        List<Integer> rotated = atBoth(
                        "/v1/link-keys",
                        Map.of(
                                "If-Match",
                                a.get("/v1/link-keys")
                                        .headers()
                                        .firstValue("ETag")
                                        .orElseThrow()),
                        "{}")
                .stream()
                .map(HttpResponse::statusCode)
                .toList();
        assertThat(rotated).containsOnlyOnce(201).containsOnly(201, 412);
    }
}
