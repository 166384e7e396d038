package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.RetryAfter;
import io.tocsin.model.delivery.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitedDestinationsTest {
    private static final Instant START = Instant.parse("2026-08-20T10:00:00Z");
    // The lowest of the jitter: 4 s, 24 s, 96 s ...
    private static final RetrySchedule SCHEDULE = RetrySchedule.parse("5s,30s,2m,5m,15m,30m,1h", "24h", () -> 0);

    private final LimitedDestinations limited = new LimitedDestinations("ops", SCHEDULE);

    private static Failure failure(Optional<Duration> asked) {
        return Failure.answered(FailureClass.RATE_LIMITED, 429, "HTTP 429", asked);
    }

    private Duration pause(Optional<Duration> asked, Instant startedAt) {
        return limited.again("#ops", failure(asked), startedAt, startedAt.plusMillis(50))
                .retryAfter()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "Thu, 20 Aug 2026 09:00:00 GMT", "0.0"})
    void whoAsksForNoPauseIsAskedEverMoreRarely(String header) {
        Optional<Duration> asked = RetryAfter.parse(header, START);
        assertThat(asked).contains(header.equals("0.0") ? Duration.ofSeconds(1) : Duration.ZERO);
        Instant now = START;
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Duration pause = pause(asked, now);
            pauses.add(pause.toSeconds());
            now = now.plusMillis(50).plus(pause);
        }
        assertThat(pauses).containsExactly(4L, 24L, 96L, 240L, 720L, 1440L, 2880L, 2880L, 2880L);
    }

    @Test
    void aLongerPauseThatIsAskedForCounts() {
        assertThat(pause(Optional.of(Duration.ofMinutes(10)), START)).isEqualTo(Duration.ofMinutes(10));
        assertThat(pause(Optional.empty(), START.plusSeconds(700))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void sendsThatWereUnderWayTogetherCountOnce() {
        pause(Optional.of(Duration.ZERO), START);
        pause(Optional.of(Duration.ZERO), START.plusMillis(10));
        assertThat(limited.all().get("#ops").times()).isEqualTo(1);
        assertThat(limited.all().get("#ops").since()).isEqualTo(START.plusMillis(50));
    }

    @Test
    void whatIsTakenEndsTheRowOfThatDestinationAlone() {
        pause(Optional.empty(), START);
        limited.again("#dev", failure(Optional.empty()), START, START);
        limited.taken("#ops");
        assertThat(limited.all()).containsOnlyKeys("#dev");
        assertThat(pause(Optional.of(Duration.ZERO), START.plusSeconds(60))).isEqualTo(Duration.ofSeconds(4));
    }

    @Property(tries = 20)
    void noPauseIsShorterThanWhatWasAskedForOrThanTheSchedule(
            @ForAll @LongRange(min = 0, max = 3_600) long asked, @ForAll @IntRange(min = 1, max = 20) int times) {
        LimitedDestinations fresh = new LimitedDestinations("ops", RetrySchedule.parse("5s,30s,2m", "24h", () -> 7));
        Instant now = START;
        for (int i = 0; i < times; i++) {
            Failure paused = fresh.again("", failure(Optional.of(Duration.ofSeconds(asked))), now, now);
            Duration pause = paused.retryAfter().orElseThrow();
            long schedule = List.of(5L, 30L, 120L).get(Math.min(i, 2));
            assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(asked));
            assertThat(pause.toMillis()).isGreaterThanOrEqualTo(schedule * 800);
            now = now.plus(pause);
        }
    }
}
