package io.tocsin.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise that matters most: what got a 202, and what was deleted from its queue, reaches every receiver, however
 * often the hub is killed. Run other kills with {@code -Dkill.seed=...}.
 */
class KillTest {
    private static final Path ROUTES = Path.of("src/test/resources/kill/routes");
    private static final int LANE = 10; // concurrency of each receiver, as its file in ROUTES says
    private static final int SHORTEST_LIFE_MILLIS = 100;
    private static final int LONGEST_LIFE_MILLIS = 1_500;

    private final long seed = Long.getLong("kill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @TempDir
    Path work;

    @Test
    void everythingAcceptedIsDeliveredThoughTheHubIsKilledTenTimes() throws Exception {
        everythingAcceptedIsDelivered(10);
    }

    @Test
    @Tag("long")
    void everythingAcceptedIsDeliveredThoughTheHubIsKilledTwoHundredTimes() throws Exception {
        everythingAcceptedIsDelivered(200);
    }

    private void everythingAcceptedIsDelivered(int kills) throws Exception {
        try (CountingReceivers receivers = new CountingReceivers();
                TestQueue queue = new TestQueue("kill");
                HubProcess hub = new HubProcess(work, ROUTES, environment(receivers, queue))) {
            hub.start();
            String token = hub.token();
            EventLoad posts =
                    new EventLoad("http", 8, Duration.ofMillis(10), (key, event) -> posted(hub.port(), token, event));
            EventLoad messages = new EventLoad("sqs", 2, Duration.ofMillis(10), (key, event) -> queue.send(event));
            try (posts;
                    messages) {
                for (int kill = 1; kill <= kills; kill++) {
                    assertThat(hub.runsFor(randomLife()))
                            .as("the hub lives until it is killed; life %d, seed %d", kill, seed)
                            .isTrue();
                    hub.kill();
                    hub.start();
                }
            }
            await("the hub takes all messages").atMost(Duration.ofMinutes(2)).until(queue::empty);
            Set<String> owed = new HashSet<>(posts.taken());
            owed.addAll(messages.taken()); // the queue is empty: each of its messages was deleted
            await("every receiver is told of everything")
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(receivers.notToldOf(owed))
                            .as("accepted and not delivered, for each receiver; seed %d", seed)
                            .isEqualTo(List.of(List.of(), List.of(), List.of())));
            printAndCheck(kills, posts, messages, receivers);
        }
    }

    private static Map<String, String> environment(CountingReceivers receivers, TestQueue queue) {
        return Map.of("KILL_SINK", receivers.address(), "KILL_SQS", queue.address(), "KILL_QUEUE_URL", queue.url());
    }

    private boolean posted(int port, String token, String event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/events/kill"))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 202;
    }

    private Duration randomLife() {
        return Duration.ofMillis(SHORTEST_LIFE_MILLIS + random.nextInt(LONGEST_LIFE_MILLIS - SHORTEST_LIFE_MILLIS + 1));
    }

    private void printAndCheck(int kills, EventLoad posts, EventLoad messages, CountingReceivers receivers) {
        System.out.printf(
                "%d kills, seed %d: %d of %d posts accepted, %d messages, %d deliveries, %d of them repeats%n",
                kills,
                seed,
                posts.taken().size(),
                posts.sent(),
                messages.taken().size(),
                receivers.deliveries(),
                receivers.repeats());
        assertThat(posts.taken()).as("posts that were accepted").hasSizeGreaterThan(kills);
        assertThat(messages.taken()).as("messages that were sent").hasSizeGreaterThan(kills);
        assertThat(receivers.repeats())
                .as("a repeat is a send that was in flight at a kill")
                .isLessThanOrEqualTo((long) kills * CountingReceivers.COUNT * LANE);
    }
}
