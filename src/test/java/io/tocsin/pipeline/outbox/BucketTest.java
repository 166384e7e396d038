package io.tocsin.pipeline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.delivery.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BucketTest {

    private static final Instant START = Instant.parse("2026-08-20T10:00:00Z");
    private static final RateLimit SLACK = new RateLimit(1, 3);

    /** So much at a time. */
    private record Spent(long at, int count) {}

    @Property
    void inNoWindowMoreIsSpentThanTheBurstAndWhatRefills(
            @ForAll @DoubleRange(min = 0.01, max = 50) double rate,
            @ForAll @IntRange(min = 1, max = 20) int burst,
            @ForAll @Size(max = 40) List<@IntRange(min = -300, max = 3_000) Integer> steps) {
        RateLimit limit = new RateLimit(rate, burst);
        Bucket bucket = Bucket.full(limit);
        List<Spent> spent = new ArrayList<>();
        long clock = 0;
        long latest = Long.MIN_VALUE;
        for (int step : steps) {
            clock += step; // a clock that is set back, too
            latest = Math.max(latest, clock);
            int count = bucket.available(limit, START.plusMillis(clock));
            bucket = bucket.spend(limit, count, START.plusMillis(clock));
            spent.add(new Spent(latest, count));
        }
        for (int from = 0; from < spent.size(); from++) {
            long sum = 0;
            for (int to = from; to < spent.size(); to++) {
                sum += spent.get(to).count;
                double window = spent.get(to).at - spent.get(from).at;
                assertThat((double) sum).isLessThanOrEqualTo(burst + window * rate / 1_000 + 1e-6);
            }
        }
    }

    @Property
    void whatItSaysOfTheNextTokenIsTrue(
            @ForAll @DoubleRange(min = 0.01, max = 50) double rate, @ForAll @IntRange(min = 1, max = 5) int burst) {
        RateLimit limit = new RateLimit(rate, burst);
        Bucket empty = Bucket.full(limit).spend(limit, burst, START);

        Instant opens = empty.opensAt(limit, START).orElseThrow();

        assertThat(empty.available(limit, opens.plusMillis(1))).isPositive();
        assertThat(empty.available(limit, opens.minusMillis(2))).isZero();
    }

    @Test
    void aClockThatWasSetBackFarStopsNothingForLong() {
        Bucket empty = Bucket.full(SLACK).spend(SLACK, 3, START);
        Instant back = START.minus(Duration.ofDays(1));

        assertThat(empty.available(SLACK, back)).isEqualTo(3);
        Bucket spent = empty.spend(SLACK, 3, back);
        assertThat(spent.available(SLACK, back)).isZero();
        assertThat(spent.available(SLACK, back.plusSeconds(2))).isEqualTo(2);
    }

    @Test
    void aPauseLongerThanAnybodyCanAskForIsOfAClockThatWasSetBack() {
        Bucket paused = new Bucket(3, START, START.plus(RetryAfter.CAP), "slow down");

        assertThat(paused.available(SLACK, START)).isZero();
        assertThat(paused.available(SLACK, START.minus(Duration.ofHours(2)))).isPositive();
    }

    @Test
    void aPauseClosesItHoweverFullItIs() {
        Bucket paused = new Bucket(3, START, START.plusSeconds(40), "slow down");

        assertThat(paused.available(SLACK, START.plusSeconds(39))).isZero();
        assertThat(paused.opensAt(SLACK, START)).contains(START.plusSeconds(40));
        assertThat(paused.available(SLACK, START.plusSeconds(40))).isEqualTo(3);
    }

    @Test
    void withoutALimitOnlyAPauseClosesIt() {
        RateLimit none = new RateLimit(0, 1);

        assertThat(Bucket.full(none).available(none, START)).isEqualTo(Integer.MAX_VALUE);
        assertThat(new Bucket(0, START, START.plusSeconds(1), "").available(none, START))
                .isZero();
    }
}
