package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LaneThreadsTest {
    private static final int MOST = 20;
    private static final int FEW = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LaneThreads threads = new LaneThreads(MOST, Duration.ofMillis(50), Thread::new, timer);
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void stop() {
        held.countDown();
        threads.shutdown();
        timer.shutdownNow();
    }

    /** A machine that has too much to do looks as if threads were held, so there may be one more. */
    @Test
    void workThatGivesItsThreadBackNeedsNoMoreThanAFew() throws Exception {
        int tasks = 20_000;
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            threads.execute(done::countDown);
        }
        done.await();
        assertThat(threads.getLargestPoolSize()).isLessThanOrEqualTo(2 * FEW);
    }

    @Test
    void whereItIsKnownThatThreadsAreHeldEachRowHasOneAtOnce() {
        AtomicInteger begun = new AtomicInteger();
        threads.execute(threads::areHeld);
        await().atMost(5, TimeUnit.SECONDS).until(() -> threads.getCorePoolSize() == MOST);
        for (int i = 0; i < MOST; i++) {
            threads.execute(() -> {
                begun.incrementAndGet();
                uninterruptibly(held);
            });
        }
        await().atMost(5, TimeUnit.SECONDS).until(() -> begun.get() == MOST);
    }

    @Test
    void workThatHoldsItsThreadGetsAsManyAsMayBeWorkedOnAndNoMore() {
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < 3 * MOST; i++) {
            threads.execute(() -> {
                begun.incrementAndGet();
                uninterruptibly(held);
            });
        }
        await().atMost(5, TimeUnit.SECONDS).until(() -> begun.get() == MOST);
        assertThat(threads.getPoolSize()).isEqualTo(MOST);
        held.countDown();
        await().atMost(5, TimeUnit.SECONDS).until(() -> begun.get() == 3 * MOST);
        assertThat(threads.getLargestPoolSize()).isEqualTo(MOST);
    }

    @Test
    void afterARestItIsAFewAgain() throws Exception {
        threads.setKeepAliveTime(50, TimeUnit.MILLISECONDS);
        for (int i = 0; i < MOST; i++) {
            threads.execute(() -> uninterruptibly(held));
        }
        await().atMost(5, TimeUnit.SECONDS).until(() -> threads.getPoolSize() == MOST);
        held.countDown();
        await().atMost(5, TimeUnit.SECONDS).until(() -> threads.getPoolSize() == 0);
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(done::countDown);
        done.await();
        assertThat(threads.getCorePoolSize()).isEqualTo(FEW);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
