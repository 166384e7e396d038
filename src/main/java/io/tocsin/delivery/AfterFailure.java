package io.tocsin.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what happens to a delivery after a failed attempt. */
public final class AfterFailure {

    /** How long a receiver that asks us to slow down is left alone where it does not say how long. */
    public static final Duration DEFAULT_PAUSE = Duration.ofSeconds(30);

    private AfterFailure() {}

    /**
     * Decides, from what happened and the time alone.
     *
     * @param delivery what was tried
     * @param failure how it failed
     * @param schedule the receiver's retry schedule
     * @param now the time of the failure
     * @return another try, or the end
     */
    public static Outcome decide(Delivery delivery, Failure failure, RetrySchedule schedule, Instant now) {
        if (failure.failureClass() == FailureClass.PERMANENT) {
            return new Outcome.Dead(failure);
        }
        boolean limited = failure.failureClass() == FailureClass.RATE_LIMITED;
        Optional<Duration> asked = limited ? Optional.of(pause(failure)) : failure.retryAfter();
        return schedule.next(
                        (int) Math.min(delivery.attempt(), Integer.MAX_VALUE), delivery.firstAttemptAt(), now, asked)
                .<Outcome>map(at -> new Outcome.Retry(failure, limited ? now.plus(pause(failure)) : at, !limited))
                .orElseGet(() -> new Outcome.Dead(failure));
    }

    /** Until when the whole receiver is left alone, if it asked for that. */
    public static Optional<Instant> pausedUntil(Failure failure, Instant now) {
        return failure.failureClass() == FailureClass.RATE_LIMITED
                ? Optional.of(now.plus(pause(failure)))
                : failure.retryAfter().map(now::plus);
    }

    private static Duration pause(Failure failure) {
        return failure.retryAfter().orElse(DEFAULT_PAUSE);
    }
}
