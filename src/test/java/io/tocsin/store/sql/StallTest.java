package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.event.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nobody who sends an event waits for a database that gives no answer. */
class StallTest {

    private final AtomicLong nanos = new AtomicLong(1);
    private final AtomicInteger brokenOff = new AtomicInteger();
    private final StoreTrouble trouble = new StoreTrouble(nanos::get);
    private final Stall stall = new Stall(
            Optional.of(new Patience(Duration.ofSeconds(1), Duration.ofSeconds(10))),
            trouble,
            brokenOff::incrementAndGet,
            nanos::get);

    @Test
    void whoeverWaitsForATransactionThatDoesNotEndIsToldSoAndSoIsWhoeverComes() {
        CompletableFuture<Void> early = waiting();
        stall.begins();
        CompletableFuture<Void> meanwhile = waiting();

        passes(Duration.ofMillis(900));
        assertThat(early).isNotDone();
        assertThat(stall.isOn()).isFalse();
        passes(Duration.ofMillis(200));

        assertThat(early).isCompletedExceptionally();
        assertThat(meanwhile)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(StoreUnavailableException.class);
        assertThat(stall.isOn()).isTrue();
        assertThat(trouble.cause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("no answer", "1000 ms"));
    }

    @Test
    void theNextTransactionHasItsOwnTime() {
        stall.begins();
        passes(Duration.ofSeconds(2));
        stall.ended();
        assertThat(stall.isOn()).isFalse();

        stall.begins();
        CompletableFuture<Void> next = waiting();
        passes(Duration.ofMillis(900));

        assertThat(next).isNotDone();
    }

    @Test
    void whereNothingIsUnderWayNobodyIsToldAnything() {
        CompletableFuture<Void> waiting = waiting();

        passes(Duration.ofHours(1));

        assertThat(waiting).isNotDone();
        assertThat(trouble.cause()).isEmpty();
    }

    /** Two that fail after most of a second each: none is stalled. */
    @Test
    void whoeverWaitedForSeveralTransactionsThatFailedIsToldSoToo() {
        trouble.failed(new IllegalStateException("no connection"));
        stall.begins();
        passes(Duration.ofMillis(100));
        CompletableFuture<Void> waiting = waiting();
        passes(Duration.ofMillis(800));
        stall.ended();
        stall.begins();
        passes(Duration.ofMillis(100));
        assertThat(waiting).isNotDone();
        CompletableFuture<Void> late = waiting();
        passes(Duration.ofMillis(200));

        assertThat(waiting).isCompletedExceptionally();
        assertThat(late).isNotDone();
    }

    @Test
    void aConnectionIsBrokenOffOnceForEachTransactionThatHangs() {
        for (int transaction = 1; transaction <= 2; transaction++) {
            int count = transaction;
            stall.begins();
            passes(Duration.ofSeconds(9));
            assertThat(brokenOff).hasValue(count - 1);
            passes(Duration.ofSeconds(2));
            passes(Duration.ofSeconds(2));
            await().untilAsserted(() -> assertThat(brokenOff).hasValue(count));
            stall.ended();
            stall.look();
        }
    }

    private CompletableFuture<Void> waiting() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Change<String, Void> accept = (tx, inputs, now) -> List.of();
        stall.waits(new Submission(List.of(new Submission.Pending<>(accept, "event", done)), nanos.get()));
        return done;
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
        stall.look();
    }
}
