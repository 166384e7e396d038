package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver that hangs costs its own lane and nobody else's; how fast the others stay is the bench's matter. */
@Timeout(60)
@Tag("slow")
class HangingReceiverTest {
    private static final int BATCHES = 10;
    private static final int BATCH = 40;
    private static final int LANE = 2;

    @TempDir
    Path folder;

    @Test
    void theOthersAreToldOfEverythingWhileOneReceiverHangs() {
        CountDownLatch answered = new CountDownLatch(1);
        try (Sink hanging = Sink.start().answer(request -> answerAfter(answered));
                Sink first = Sink.start();
                Sink second = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, when: { status: [ firing ] },"
                                + " notify: [ hanging, first, second ] } ]")
                        .webhook("hanging", hanging.url(), Map.of("concurrency", LANE, "responseTimeout", 600_000))
                        .webhook("first", first.url(), Map.of())
                        .webhook("second", second.url(), Map.of())
                        .start()) {
            try {
                for (int batch = 0; batch < BATCHES; batch++) {
                    assertThat(hub.post("/v1/events/ci", events(batch)).statusCode())
                            .isEqualTo(202);
                }
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> distinct(first) == BATCHES * BATCH && distinct(second) == BATCHES * BATCH);
                assertThat(hanging.got())
                        .as("what hangs occupies the places of its own lane")
                        .hasSize(LANE);
                assertThat(hub.count("SELECT count(*) FROM delivery WHERE receiver = 'hanging' AND state = 'pending'"))
                        .as("and the rest of it waits in the store")
                        .isEqualTo(BATCHES * BATCH);
            } finally {
                answered.countDown();
            }
            await("once it answers it is told of everything too")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> distinct(hanging) == BATCHES * BATCH);
            assertThat(first.got().size() + second.got().size())
                    .as("nobody was told twice")
                    .isEqualTo(2 * BATCHES * BATCH);
        }
    }

    private static Sink.Reply answerAfter(CountDownLatch answered) {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Sink.Reply(200, "at last");
    }

    private static String events(int batch) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj(n -> "{\"title\": \"disk " + n + "\", \"fingerprint\": \"disk-" + n + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static long distinct(Sink sink) {
        return sink.got().stream().map(Sink.Got::body).distinct().count();
    }
}
