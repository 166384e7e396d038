package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs on one store, each with several workers, send no faster than one provider allows, and send everything. */
@Tag("store")
class SharedLimitTest {

    private static final int DELIVERIES = 120;
    private static final int WORKERS = 3;
    private static final int MOST_ROUNDS = 400;
    private static final List<String> RECEIVERS = List.of("ops", "dev");
    private static final String SHARED = "sns:1";
    private static final RateLimit ACCOUNT = new RateLimit(10, 5);
    private static final RateLimit EACH = new RateLimit(3, 2);

    private final Random random = new Random(4);

    @TempDir
    Path folder;

    @Test
    void noWindowHoldsMoreThanTheBucketsAllowAndEverythingIsDelivered() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(2 * WORKERS);
        try (TestOutbox one = new TestOutbox(new TestCorridor(folder, "hub-1"));
                TestOutbox two = new TestOutbox(new TestCorridor(folder, "hub-2"))) {
            RECEIVERS.forEach(one::addLane);
            one.open(SHARED);
            for (int i = 0; i < DELIVERIES; i++) {
                Address draft = new Address(RECEIVERS.get(i % 2), "to-" + i % 5);
                one.tell("inc_" + i, 1, NoticeKind.OPENED, List.of(draft));
            }
            for (int round = 0; round < MOST_ROUNDS && waiting(one) > 0; round++) {
                List<Callable<Void>> turns = new ArrayList<>();
                for (int worker = 0; worker < WORKERS; worker++) {
                    String receiver = RECEIVERS.get(random.nextInt(2));
                    turns.add(() -> work(one, receiver));
                    turns.add(() -> work(two, receiver));
                }
                for (Future<Void> turn : workers.invokeAll(turns)) {
                    turn.get();
                }
                Duration step = Duration.ofMillis(random.nextInt(500));
                one.clock.advance(step);
                two.clock.advance(step);
            }

            assertThat(one.column("SELECT DISTINCT state FROM delivery")).containsExactly("delivered");
            assertThat(sends(one, "%")).hasSizeGreaterThan(DELIVERIES);
            assertWithin(ACCOUNT, sends(one, "%"));
            for (int i = 0; i < 5; i++) {
                assertWithin(EACH, sends(one, "to-" + i));
            }
        } finally {
            workers.shutdownNow();
        }
    }

    /** One turn of a worker: what it claims is sent, and now and then fails. */
    private static Void work(TestOutbox hub, String receiver) {
        Limits limits = new Limits(SHARED, "self", ACCOUNT, EACH);
        for (Delivery delivery : hub.claim(receiver, 4, limits)) {
            if (delivery.attempt() == 1 && delivery.id().hashCode() % 7 == 0) {
                hub.settle(delivery, hub.retry(FailureClass.TRANSIENT, Duration.ofMillis(100), true));
            } else {
                hub.deliver(delivery);
            }
        }
        return null;
    }

    private static long waiting(TestOutbox hub) {
        return Long.parseLong(hub.column("SELECT count(*) FROM delivery WHERE state = 'pending'")
                .get(0));
    }

    private static List<Long> sends(TestOutbox hub, String address) {
        return hub
                .column("SELECT a.started_at FROM every_attempt a JOIN delivery d ON d.id = a.delivery_id"
                        + " WHERE d.address LIKE '" + address + "' ORDER BY a.started_at")
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    private static void assertWithin(RateLimit limit, List<Long> sends) {
        for (int from = 0; from < sends.size(); from++) {
            for (int to = from; to < sends.size(); to++) {
                double allowed = limit.burst() + (sends.get(to) - sends.get(from)) * limit.rate() / 1_000;
                assertThat((double) to - from + 1)
                        .as("sends between %d and %d", sends.get(from), sends.get(to))
                        .isLessThanOrEqualTo(allowed + 1e-6);
            }
        }
    }
}
