package io.tocsin.store.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final ExecutorService workers = Executors.newFixedThreadPool(3);
    private final Turns turns = new Turns();
    private final Executor inTurn = task -> workers.execute(turns.of(task));
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    @Test
    void whatIsDoneSoonerEndsAfterWhatWasBegunBefore() throws Exception {
        inTurn.execute(() -> {
            await(slow);
            end("first");
        });
        CountDownLatch looked = new CountDownLatch(1);
        inTurn.execute(() -> {
            end("second").thenRun(done::countDown);
            looked.countDown();
        });
        await(looked);
        assertThat(ended).isEmpty();
        slow.countDown();

        await(done);
        assertThat(ended).containsExactly("first", "second");
    }

    @Test
    void aTaskThatFailsOrNeedsNoEndKeepsNobodyWaiting() throws Exception {
        inTurn.execute(() -> await(slow));
        inTurn.execute(() -> {
            throw new IllegalStateException("broken route");
        });
        inTurn.execute(() -> end("third").thenRun(done::countDown));
        slow.countDown();

        await(done);
        assertThat(ended).containsExactly("third");
    }

    @Test
    void anEndOfSeveralStepsIsNotInterrupted() throws Exception {
        CompletableFuture<Boolean> step = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        inTurn.execute(() -> turns.endAlone(() -> {
            begun.countDown();
            return step.thenApply(ok -> ended.add("first"));
        }));
        await(begun);
        inTurn.execute(() -> end("second").thenRun(done::countDown));
        CountDownLatch looked = new CountDownLatch(1);
        inTurn.execute(looked::countDown);
        await(looked);
        assertThat(ended).isEmpty();
        step.complete(true);

        await(done);
        assertThat(ended).containsExactly("first", "second");
    }

    private CompletableFuture<Boolean> end(String name) {
        return turns.end(() -> CompletableFuture.completedFuture(ended.add(name)));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
