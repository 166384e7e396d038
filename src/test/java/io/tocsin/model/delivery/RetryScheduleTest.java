package io.tocsin.model.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
    private static final Instant FIRST = Instant.parse("2026-08-20T10:00:00Z");
    private static final String DELAYS = "5s,30s,2m,5m,15m,30m,1h";
    // nextDouble() of the middle: the jitter is nothing.
    private static final RandomGenerator EVEN = () -> Long.MIN_VALUE;

    private final RetrySchedule schedule = RetrySchedule.parse(DELAYS, "24h", EVEN);

    @Test
    void theDelaysOfTheScheduleAreReadInTheirUnits() {
        assertThat(RetrySchedule.parse("250ms, 5s,2m,1h,1d", "24h", EVEN).delays())
                .containsExactly(
                        Duration.ofMillis(250),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(2),
                        Duration.ofHours(1),
                        Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 s", "s", "-5s", "5s,,1m", "5s;1m", "1.5s", "99999999999s"})
    void aScheduleThatCannotBeReadIsRefusedWithWhatWasExpected(String delays) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetrySchedule.parse(delays, "24h", EVEN))
                .withMessageContaining("expected a number and one of ms, s, m, h, d");
    }

    @Test
    void aScheduleWithoutADelayIsRefused() {
        List<Duration> none = List.of();
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(none, Duration.ofHours(1), EVEN));
    }

    @Test
    void eachAttemptHasItsDelayAndTheLastOneIsRepeated() {
        assertThat(List.of(1, 2, 7, 8, 20))
                .extracting(attempt -> pause(attempt))
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        Duration.ofHours(1));
    }

    @Test
    void theTryThatWouldComeAfterRetryForIsNotMade() {
        Instant last = FIRST.plus(Duration.ofHours(23));
        assertThat(schedule.next(9, FIRST, last, Optional.empty())).contains(FIRST.plus(Duration.ofHours(24)));
        assertThat(schedule.next(9, FIRST, last.plusMillis(1), Optional.empty()))
                .isEmpty();
    }

    @Test
    void aRetryAfterPastRetryForEndsTheDelivery() {
        RetrySchedule brief = RetrySchedule.parse("1s", "1m", EVEN);
        assertThat(brief.next(1, FIRST, FIRST, Optional.of(Duration.ofMinutes(2))))
                .isEmpty();
    }

    @Property
    void theJitterIsAtMostAFifthEitherWay(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int attempt) {
        RetrySchedule random = RetrySchedule.parse(DELAYS, "24h", new Random(seed));
        long even = pause(attempt).toMillis();
        Instant at = random.next(attempt, FIRST, FIRST, Optional.empty()).orElseThrow();
        assertThat(Duration.between(FIRST, at).toMillis()).isBetween(even * 8 / 10, even * 12 / 10);
    }

    @Property
    void theNextTryIsNeverBeforeRetryAfter(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int attempt,
            @ForAll @IntRange(max = 3_600_000) int asked) {
        RetrySchedule random = RetrySchedule.parse(DELAYS, "24h", new Random(seed));
        Instant at = random.next(attempt, FIRST, FIRST, Optional.of(Duration.ofMillis(asked)))
                .orElseThrow();
        assertThat(at).isAfterOrEqualTo(FIRST.plusMillis(asked));
    }

    @Property
    void noTryComesAfterRetryFor(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int attempt,
            @ForAll @IntRange(max = 90_000) int elapsedSeconds) {
        RetrySchedule random = RetrySchedule.parse(DELAYS, "24h", new Random(seed));
        random.next(attempt, FIRST, FIRST.plusSeconds(elapsedSeconds), Optional.empty())
                .ifPresent(at -> assertThat(at).isBeforeOrEqualTo(FIRST.plus(Duration.ofHours(24))));
    }

    private Duration pause(int attempt) {
        return Duration.between(
                FIRST, schedule.next(attempt, FIRST, FIRST, Optional.empty()).orElseThrow());
    }
}
