package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while events stream in over HTTP and SQS: unlike a kill, it loses nothing and doubles nothing. */
@Timeout(150)
@Tag("slow")
class StopUnderLoadTest {
    private static final Path ROUTES = Path.of("src/test/resources/kill/routes");
    private static final int STOPS = 2;
    /** The promise is 30 s, at which the hub gives up draining; this one has to have drained. */
    private static final Duration DRAINED = Duration.ofSeconds(25);

    @TempDir
    Path work;

    @Test
    void whatWasAcceptedIsDeliveredExactlyOnceThoughTheHubIsStoppedAndStarted() throws Exception {
        try (CountingReceivers receivers = new CountingReceivers();
                TestQueue queue = new TestQueue("kill");
                HubProcess hub = new HubProcess(work, ROUTES, queue.environment(receivers.address()))) {
            hub.start();
            Poster poster = new Poster(hub.port(), hub.token());
            EventLoad posts = new EventLoad("http", 4, Duration.ofMillis(10), (key, event) -> poster.posted(event));
            EventLoad messages = new EventLoad("sqs", 1, Duration.ofMillis(20), (key, event) -> queue.send(event));
            try (posts;
                    messages) {
                for (int stop = 1; stop <= STOPS; stop++) {
                    someMore(posts);
                    Duration took = hub.stop(DRAINED);
                    System.out.printf("stop %d took %d ms%n", stop, took.toMillis());
                    hub.start();
                }
                someMore(posts);
            }
            await("the hub takes all messages").atMost(Duration.ofSeconds(30)).until(queue::empty);
            Set<String> owed = new HashSet<>(posts.taken());
            owed.addAll(messages.taken()); // the queue is empty: each of its messages was deleted
            await("every receiver is told of everything")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(receivers.notToldOf(owed)).isEqualTo(List.of(List.of(), List.of(), List.of())));
            assertThat(receivers.repeats())
                    .as("told twice; attempts that failed: %s", hub.failedAttempts())
                    .isZero();
            System.out.printf(
                    "%d stops: %d of %d posts accepted, %d messages, %d deliveries; posts that failed: %s%n",
                    STOPS,
                    posts.taken().size(),
                    posts.sent(),
                    messages.taken().size(),
                    receivers.deliveries(),
                    posts.failures());
        }
    }

    private static void someMore(EventLoad posts) {
        int now = posts.taken().size();
        await().atMost(Duration.ofSeconds(60)).until(() -> posts.taken().size() > now + 100);
    }
}
