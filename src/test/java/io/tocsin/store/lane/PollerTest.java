package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.store.sql.Store;
import io.tocsin.store.sql.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether what is due is done, and not only looked for. */
@Tag("store")
class PollerTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ALWAYS = "SELECT 0";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Lanes lanes = new Lanes();
    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(TestStores.at(folder.resolve("hub.db")), InstantSource.system());
    }

    @AfterEach
    void close() {
        workers.shutdownNow();
        store.close();
    }

    private Poller poller(String due, BooleanSupplier step) {
        return new Poller(store, lanes, List.of(), List.of(new DueWork("work", due, step)), workers, nanos::get);
    }

    private void minutes(long minutes) {
        nanos.addAndGet(Duration.ofMinutes(minutes).toNanos());
    }

    @Test
    void workThatHangsIsSeenHoweverOftenSomebodyLooks() {
        CountDownLatch never = new CountDownLatch(1);
        Poller poller = poller(ALWAYS, () -> {
            try {
                never.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            return false;
        });
        for (int i = 0; i < 3; i++) {
            poller.look();
            assertThat(poller.isStuckFor(LIMIT)).isFalse();
            minutes(1);
        }
        assertThat(poller.isStuckFor(LIMIT)).isTrue();
        never.countDown();
        await().until(() -> !poller.isStuckFor(LIMIT));
    }

    @Test
    void workThatFailsEachTimeIsSeenUntilItSucceedsOnce() {
        AtomicBoolean fails = new AtomicBoolean(true);
        AtomicInteger runs = new AtomicInteger();
        Poller poller = poller(ALWAYS, () -> {
            runs.incrementAndGet();
            if (fails.get()) {
                throw new IllegalStateException("broken");
            }
            return false;
        });
        for (int i = 1; i <= 3; i++) {
            int run = i;
            await().until(() -> {
                poller.look();
                return runs.get() >= run;
            });
            minutes(1);
        }
        assertThat(poller.isStuckFor(LIMIT)).isTrue();
        fails.set(false);
        await().until(() -> {
            poller.look();
            return !poller.isStuckFor(LIMIT);
        });
    }

    @Test
    void whatFailedAndIsNotDueAnyMoreIsForgotten() {
        AtomicBoolean failed = new AtomicBoolean();
        Poller poller = poller("SELECT due_at FROM incident WHERE id = 'inc_none'", () -> {
                    failed.set(true);
                    throw new IllegalStateException("broken");
                })
                .woken();
        lanes.wake("work");
        await().untilTrue(failed);
        minutes(3);
        assertThat(poller.isStuckFor(LIMIT)).isTrue();
        await().until(() -> {
            poller.look();
            return !poller.isStuckFor(LIMIT);
        });
    }

    @Test
    void aBacklogThatTakesLongButGoesOnIsNoneThatHangs() {
        AtomicInteger left = new AtomicInteger(5);
        AtomicBoolean wasStuck = new AtomicBoolean();
        Poller[] poller = new Poller[1];
        poller[0] = poller(ALWAYS, () -> {
            minutes(1);
            wasStuck.compareAndSet(false, poller[0].isStuckFor(LIMIT));
            return left.decrementAndGet() > 0;
        });
        poller[0].look();
        await().until(() -> left.get() == 0);
        assertThat(wasStuck).isFalse();
    }

    @Test
    void looksThatFailAreSeen() {
        Poller poller = poller("SELECT nothing FROM nowhere", () -> false);
        poller.look();
        minutes(3);
        poller.look();
        assertThat(poller.isStuckFor(LIMIT)).isTrue();
    }
}
