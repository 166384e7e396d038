package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two whole hubs on one PostgreSQL store. */
@Tag("slow")
@Timeout(120)
class TwoHubsTest {

    private static final int ROUNDS = 40;

    @TempDir
    Path folder;

    @Test
    void whatOneSourceTellsIsDecidedInItsOrderWhicheverHubHearsItWhileHubsComeAndGo() {
        try (Sink sink = Sink.start()) {
            TestHub a = hub("a", sink);
            try (TestHub b = hub("b", sink)) {
                try {
                    alternate(List.of(a, b), "x", ROUNDS);
                    await().atMost(Duration.ofSeconds(20))
                            .until(() -> b.count("SELECT count(DISTINCT owner) FROM slice") == 2);
                    alternate(List.of(b, a), "y", ROUNDS);
                } finally {
                    a.close();
                }
                alternate(List.of(b), "x", ROUNDS);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> b.count("SELECT count(*) FROM event WHERE state = 'pending'") == 0
                                && b.count("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0);

                assertThat(b.text("SELECT decision FROM event WHERE decision LIKE '%\"late\":%' LIMIT 1"))
                        .as("decided after what came later")
                        .isEmpty();
                assertThat(b.count("SELECT count(*) FROM incident")).isEqualTo(3L * ROUNDS);
                assertThat(b.count("SELECT count(*) FROM incident WHERE state <> 'resolved'"))
                        .isZero();
                assertThat(told(sink).values()).allSatisfy(kinds -> assertThat(kinds)
                        .as("an end for each beginning, and after it")
                        .containsExactly("opened", "resolved"));
            }
        }
    }

    /** What it is sending may take long to end; nobody's events wait for that. */
    @Test
    void whatAHubThatStopsWouldHaveDecidedTheOthersDecideWhileItStillSends() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (Sink sink = Sink.start()) {
            sink.answer(got -> {
                if (got.body().contains("slow")) {
                    hold(answer);
                }
                return new Sink.Reply(200, "ok");
            });
            try (TestHub a = hub("a", sink);
                    TestHub b = hub("b", sink)) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> b.count("SELECT count(DISTINCT owner) FROM slice") == 2);
                a.send("ci", "{\"title\": \"slow\", \"fingerprint\": \"slow\"}");
                await().atMost(Duration.ofSeconds(20)).until(() -> sink.got().stream()
                        .anyMatch(got -> got.body().contains("slow")));
                boolean isA = b.text("SELECT owner FROM delivery WHERE state = 'pending'")
                        .orElseThrow()
                        .startsWith("a/");
                TestHub sending = isA ? a : b;
                TestHub other = isA ? b : a;

                CompletableFuture<Void> stopping = CompletableFuture.runAsync(sending::close);
                await("all slices are the other's")
                        .atMost(Duration.ofSeconds(20))
                        .until(() ->
                                other.count("SELECT count(*) FROM slice WHERE owner LIKE '" + (isA ? "b" : "a") + "/%'")
                                        == 64);
                assertThat(other.count("SELECT count(*) FROM hub"))
                        .as("it has not stopped yet")
                        .isEqualTo(2);
                answer.countDown();
                stopping.get(40, TimeUnit.SECONDS);
            }
        }
    }

    /** Fires and is over, again and again; the sender waits for each answer, and sends it again where that is not 202. */
    private static void alternate(List<TestHub> hubs, String alert, int rounds) {
        for (int i = 0; i < 2 * rounds; i++) {
            String status = i % 2 == 0 ? "firing" : "resolved";
            String event = "{\"title\": \"t\", \"fingerprint\": \"%s\", \"status\": \"%s\"}".formatted(alert, status);
            TestHub hub = hubs.get(i % 3 % hubs.size());
            await().atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ZERO)
                    .until(() -> hub.post("/v1/events/ci", event).statusCode() == 202);
        }
    }

    private static void hold(CountDownLatch answer) {
        try {
            answer.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, List<String>> told(Sink sink) {
        Map<String, List<String>> told = new LinkedHashMap<>();
        sink.got().stream().map(got -> TestHub.json(got.body())).forEach(message -> told.computeIfAbsent(
                        message.at("/incident/id").asText(), id -> new ArrayList<>())
                .add(message.at("/notice/kind").asText()));
        return told;
    }

    private TestHub hub(String name, Sink sink) {
        return HubFiles.in(folder.resolve(name))
                .with(Setting.NAME, name)
                .store(file -> TestStores.sharedByTheServersClock(folder, name))
                .everythingTo(sink)
                .start();
    }
}
