package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.corridor.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(-7);
    private final ClockWatch watch = new ClockWatch(clock, nanos::get, SECOND);

    @Test
    void aLookInTimeFindsNothing() {
        passes(SECOND);
        assertThat(watch.look()).isEqualTo(new ClockWatch.Found(Duration.ZERO, Duration.ZERO, clock.instant()));
        passes(Duration.ofSeconds(4));
        assertThat(watch.look().missed()).isZero();
    }

    @Test
    void aClockThatIsSetBackIsFoundOnceWithHowMuch() {
        passes(SECOND);
        clock.advance(Duration.ofHours(-1));
        assertThat(watch.look()).isEqualTo(new ClockWatch.Found(Duration.ofHours(-1), Duration.ZERO, clock.instant()));
        passes(SECOND);
        assertThat(watch.look().missed()).isZero();
    }

    @Test
    void aClockThatIsSetForwardIsFound() {
        passes(SECOND);
        clock.advance(Duration.ofHours(1));
        assertThat(watch.look()).isEqualTo(new ClockWatch.Found(Duration.ofHours(1), Duration.ZERO, clock.instant()));
    }

    @Test
    void aProcessThatStoodStillMissedAllBeyondItsInterval() {
        passes(Duration.ofMinutes(10));
        ClockWatch.Found found = watch.look();
        assertThat(found).isEqualTo(new ClockWatch.Found(Duration.ZERO, Duration.ofSeconds(599), clock.instant()));
        assertThat(found.missed()).isEqualTo(Duration.ofSeconds(599));
    }

    @Test
    void aPausedMachineWhoseMonotonicClockStoodStillTooLooksLikeAClockThatWasSet() {
        clock.advance(Duration.ofMinutes(10));
        assertThat(watch.look().missed()).isEqualTo(Duration.ofMinutes(10));
    }

    private void passes(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }
}
