package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SQS delivers at least once: 1,000 messages, each ten times, in random order, through the real inbound route. Run another
 * order with {@code -Drepeats.seed=...}, more with {@code -Drepeats.messages=10000}.
 */
@Timeout(400)
@Tag("slow")
class RepeatedMessagesTest {
    private static final int MESSAGES = Integer.getInteger("repeats.messages", 1_000);
    private static final int TIMES = 10;
    private static final int BATCH = 10;
    private static final int RECEIVERS = 2;

    private final long seed = Long.getLong("repeats.seed", System.nanoTime());

    @TempDir
    Path folder;

    @Test
    void tenDeliveriesOfEachMessageAreOneEventAndOneSetOfNotifications() throws Exception {
        try (CountingReceivers receivers = new CountingReceivers();
                TestQueue queue = new TestQueue("repeats");
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ first, second ] } ]")
                        .webhook("first", receivers.address() + "/hook/1", Map.of())
                        .webhook("second", receivers.address() + "/hook/2", Map.of())
                        .write("sources/repeats.camel.yaml", queue.source("repeats", 4))
                        .start()) {
            long began = System.nanoTime();
            sendAll(queue);
            long sent = System.nanoTime();
            await("every message is deleted")
                    .atMost(Duration.ofSeconds(240))
                    .pollInterval(Duration.ofMillis(200))
                    .until(queue::empty);
            long taken = System.nanoTime();
            await("everybody is told")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> receivers.deliveries() >= (long) MESSAGES * RECEIVERS);
            System.out.printf(
                    "%d messages %d times, seed %d: sent in %d ms, taken after %d ms more, told after %d ms more%n",
                    MESSAGES,
                    TIMES,
                    seed,
                    (sent - began) / 1_000_000,
                    (taken - sent) / 1_000_000,
                    (System.nanoTime() - taken) / 1_000_000);
            await("nothing is left to do")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> hub.count("SELECT (SELECT count(*) FROM event WHERE state = 'pending')"
                                    + " + (SELECT count(*) FROM delivery WHERE state = 'pending')")
                            == 0);

            assertThat(hub.count("SELECT count(*) FROM event")).isEqualTo(MESSAGES);
            assertThat(hub.count("SELECT count(*) FROM notice")).isEqualTo(MESSAGES);
            assertThat(hub.count("SELECT sum(fire_count) FROM alert"))
                    .as("no repeat got as far as its alert")
                    .isEqualTo(MESSAGES);
            Set<String> all = IntStream.range(0, MESSAGES).mapToObj(n -> key(n)).collect(Collectors.toSet());
            assertThat(receivers.toldOf(1)).isEqualTo(all);
            assertThat(receivers.toldOf(2)).isEqualTo(all);
            assertThat(receivers.repeats()).isZero();
        }
    }

    private void sendAll(TestQueue queue) throws Exception {
        List<Integer> order = new ArrayList<>(MESSAGES * TIMES);
        for (int time = 0; time < TIMES; time++) {
            IntStream.range(0, MESSAGES).forEach(order::add);
        }
        Collections.shuffle(order, new Random(seed));
        ExecutorService senders = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> sends = new ArrayList<>();
            for (int from = 0; from < order.size(); from += BATCH) {
                List<String> bodies = order.subList(from, Math.min(from + BATCH, order.size())).stream()
                        .map(RepeatedMessagesTest::message)
                        .toList();
                sends.add(senders.submit(() -> queue.sendAll(bodies)));
            }
            for (Future<?> send : sends) {
                send.get();
            }
        } finally {
            senders.shutdownNow();
        }
    }

    private static String key(int number) {
        return "kill-repeats-" + number;
    }

    private static String message(int number) {
        return """
                {"specversion": "1.0", "id": "%1$s", "source": "/disks", "type": "disk.full",
                 "data": {"title": "disk full", "fingerprint": "%1$s"}}""".formatted(key(number));
    }
}
