package io.tocsin.pipeline.outbox;

import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.CLOSED;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.HALF_OPEN;
import static io.github.resilience4j.circuitbreaker.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerWatchTest {

    private static final Instant START = Instant.parse("2026-08-20T10:00:00Z");

    private final BreakerWatch watch = new BreakerWatch(Duration.ofMinutes(10));

    @Test
    void nothingIsTakenOverFromAClosedOne() {
        assertThat(watch.look(CLOSED, START)).isEmpty();
        assertThat(watch.look(CLOSED, minutes(60))).isEmpty();
    }

    @Test
    void itIsTakenOverFromOnceItWasOpenLongEnough() {
        watch.look(OPEN, START);

        assertThat(watch.look(OPEN, minutes(10).minusMillis(1))).isEmpty();
        assertThat(watch.look(OPEN, minutes(10))).contains(Duration.ofMinutes(10));
        assertThat(watch.look(OPEN, minutes(11))).contains(Duration.ofMinutes(11));
    }

    @Test
    void triesThatFailDoNotMakeItYounger() {
        watch.look(OPEN, START);
        watch.look(HALF_OPEN, minutes(1));

        assertThat(watch.look(OPEN, minutes(10))).isPresent();
    }

    @Test
    void whatWaitsWhileItIsHalfOpenIsLeftToTryWith() {
        watch.look(OPEN, START);

        assertThat(watch.look(HALF_OPEN, minutes(10))).isEmpty();
    }

    @Test
    void onceItWasClosedItCountsAnew() {
        watch.look(OPEN, START);
        watch.look(CLOSED, minutes(9));
        watch.look(OPEN, minutes(9));

        assertThat(watch.look(OPEN, minutes(18))).isEmpty();
        assertThat(watch.look(OPEN, minutes(19))).isPresent();
    }

    private static Instant minutes(long minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }
}
