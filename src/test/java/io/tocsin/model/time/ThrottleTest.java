package io.tocsin.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // which overflows on its way
    private final Throttle throttle = new Throttle(Duration.ofMinutes(1), nanos::get);

    @Test
    void theFirstGoesThroughAndTheNextAreHeldBackUntilTheSpanIsOver() {
        assertThat(throttle.pass()).hasValue(0);
        assertThat(throttle.pass()).isEmpty();

        nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
        assertThat(throttle.pass()).isEmpty();

        nanos.addAndGet(1);
        assertThat(throttle.pass()).hasValue(2);
    }

    @Test
    void whatWasHeldBackIsSaidOnce() {
        throttle.pass();
        throttle.pass();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(throttle.pass()).hasValue(1);

        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(throttle.pass()).hasValue(0);
    }
}
