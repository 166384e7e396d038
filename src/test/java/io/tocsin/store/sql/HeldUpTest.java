package io.tocsin.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeldUpTest {

    private final AtomicLong nanos = new AtomicLong();
    private final HeldUp heldUp = new HeldUp(nanos::get);

    @Test
    void theLogDoesNotLeaveItAtALockedRowWhereWhoeverWaitedForItGaveUp() {
        heldUp.met("a", new IllegalStateException("locked"));
        assertThat(heldUp.isSaid()).isTrue();

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(heldUp.isAny()).isFalse();
        assertThat(heldUp.isSaid()).isFalse();
    }

    @Test
    void whileOneWaitsItIsSoForTheOthersThatCameThrough() {
        heldUp.met("a", new IllegalStateException("locked"));
        heldUp.met("b", new IllegalStateException("locked"));
        heldUp.ended("a");

        assertThat(heldUp.isSaid()).isTrue();
        heldUp.ended("b");
        assertThat(heldUp.isSaid()).isFalse();
    }
}
