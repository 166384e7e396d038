package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HubTimerTest {

    @Test
    @Timeout(30)
    void aTaskThatThrowsAnErrorGoesOnAtItsNextTurn() throws InterruptedException {
        HubTimer timer = new HubTimer("test-timer", 1);
        try {
            for (Throwable thrown : List.of(new StackOverflowError(), new IllegalStateException(), new Error())) {
                CountDownLatch turns = new CountDownLatch(3);
                CountDownLatch others = new CountDownLatch(3);
                timer.scheduleWithFixedDelay(() -> fail(turns, thrown), 0, 1, TimeUnit.MILLISECONDS);
                timer.scheduleAtFixedRate(() -> fail(others, thrown), 0, 1, TimeUnit.MILLISECONDS);
                turns.await();
                others.await();
            }
            CountDownLatch once = new CountDownLatch(1);
            timer.schedule(once::countDown, 0, TimeUnit.MILLISECONDS);
            once.await();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    @Timeout(30)
    void whatFailsAtEachTurnIsLoggedOnceAMinuteForEachKindOfFailure() throws InterruptedException {
        List<Throwable> said = new CopyOnWriteArrayList<>();
        HubTimer timer = new HubTimer("test-timer", 1) {
            @Override
            void say(long before, Throwable failure) {
                said.add(failure);
            }
        };
        List<Throwable> thrown = List.of(new IllegalStateException(), new Error());
        try {
            CountDownLatch turns = new CountDownLatch(20);
            timer.scheduleWithFixedDelay(
                    () -> fail(turns, thrown.get((int) turns.getCount() % 2)), 0, 1, TimeUnit.MILLISECONDS);
            turns.await();
        } finally {
            timer.shutdownNow();
        }
        assertThat(said).containsExactlyInAnyOrderElementsOf(thrown);
    }

    /** A plain executor would forget a repeated task that throws; one place decides that none of the hub's does. */
    @Test
    void nothingInTheHubRepeatsATaskByATimerOfAnotherKind() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("HubTimer.java"))
                            .filter(file -> TestHub.read(file)
                                    .matches("(?s).*(newScheduledThreadPool|newSingleThreadScheduledExecutor"
                                            + "|new ScheduledThreadPoolExecutor).*(scheduleAtFixedRate|scheduleWithFixedDelay).*"
                                            + "|(?s).*java\\.util\\.Timer\\b.*"))
                            .toList())
                    .isEmpty();
        }
    }

    private static void fail(CountDownLatch turns, Throwable thrown) {
        turns.countDown();
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
