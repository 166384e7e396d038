package io.tocsin.model.delivery;

import io.tocsin.model.time.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * When a delivery that failed is tried again.
 *
 * @param delays the pause after the first, second ... attempt; the last one is repeated
 * @param retryFor how long after its first attempt a delivery may still be tried
 * @param random the source of the jitter, ±20 %, that keeps receivers' retries from coming in step
 */
public record RetrySchedule(List<Duration> delays, Duration retryFor, RandomGenerator random) {
    private static final double JITTER = 0.2;

    /** @throws IllegalArgumentException where there is no delay, or one of them is negative */
    public RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.isEmpty()) {
            throw new IllegalArgumentException("found an empty retry schedule; expected such as 5s,30s,2m");
        }
        if (retryFor.isNegative() || delays.stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("found a negative duration in a retry schedule; expected none");
        }
    }

    /**
     * Reads what stands in a receiver file.
     *
     * @param delays durations with commas between: {@code 5s,30s,2m,5m,15m,30m,1h}
     * @param retryFor one duration: {@code 24h}
     * @throws IllegalArgumentException where one of them is not a number and one of ms, s, m, h, d
     */
    public static RetrySchedule parse(String delays, String retryFor, RandomGenerator random) {
        List<Duration> parsed =
                Stream.of(delays.split(",", -1)).map(RetrySchedule::duration).toList();
        return new RetrySchedule(parsed, duration(retryFor), random);
    }

    /**
     * The time of the next try, or empty where the delivery is out of time and so dead.
     *
     * @param attempt how many attempts were made, at least 1
     * @param firstAttemptAt when the first of them was made
     * @param now the time of this failure
     * @param retryAfter what the provider asked for; the next try is never before that
     */
    public Optional<Instant> next(int attempt, Instant firstAttemptAt, Instant now, Optional<Duration> retryAfter) {
        Duration least = pause(attempt);
        Duration pause = retryAfter.filter(asked -> asked.compareTo(least) >= 0).orElse(least);
        return Optional.of(now.plus(pause)).filter(at -> !at.isAfter(firstAttemptAt.plus(retryFor)));
    }

    /** The pause after so many failures in a row, its jitter included; the last one is repeated. */
    public Duration pause(int failures) {
        Duration delay = delays.get(Math.min(Math.max(failures, 1), delays.size()) - 1);
        return Duration.ofMillis(Math.round(delay.toMillis() * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }

    private static Duration duration(String text) {
        return Span.read(text.strip())
                .orElseThrow(() -> new IllegalArgumentException("found \"" + text.strip()
                        + "\" in a retry schedule; expected a number and one of ms, s, m, h, d, such as 30s"));
    }
}
