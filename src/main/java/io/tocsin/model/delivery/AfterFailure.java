package io.tocsin.model.delivery;

import io.tocsin.model.time.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what happens to a delivery after a failed attempt. */
public final class AfterFailure {

    /** How long a destination that asks us to slow down is left alone where it does not say how long. */
    public static final Duration DEFAULT_PAUSE = Duration.ofSeconds(30);

    private AfterFailure() {}

    /**
     * Decides, from what happened and the time alone.
     *
     * @param delivery what was tried
     * @param failure how it failed
     * @param unknown what the receiver wants done after a try without an answer
     * @param schedule the receiver's retry schedule
     * @param now the time of the failure
     * @return another try, or the end
     */
    public static Outcome decide(
            Delivery delivery, Failure failure, AfterUnknown unknown, RetrySchedule schedule, Instant now) {
        if (failure.failureClass() == FailureClass.PERMANENT) {
            return new Outcome.Dead(failure);
        }
        if (unknown == AfterUnknown.PARK && failure.failureClass() == FailureClass.UNKNOWN) {
            return new Outcome.Dead(mayHaveArrived(failure, "it may have been delivered"));
        }
        boolean limited = failure.failureClass() == FailureClass.RATE_LIMITED;
        if (unknown == AfterUnknown.RETRY_ONCE && delivery.unanswered() > 0 && !limited) {
            return new Outcome.Dead(mayHaveArrived(failure, "an earlier try may have been delivered"));
        }
        Optional<Duration> asked = limited ? Optional.of(pause(failure)) : failure.retryAfter();
        return schedule.next(
                        (int) Math.min(delivery.attempt(), Integer.MAX_VALUE), delivery.firstAttemptAt(), now, asked)
                .<Outcome>map(at -> new Outcome.Retry(failure, at, !limited))
                .orElseGet(() -> new Outcome.Dead(outOfTime(delivery, failure, schedule, now)));
    }

    /**
     * Why a delivery is not sent at all: an earlier try ended without a word, because the hub died say, and the receiver
     * does not want another one.
     *
     * @return the end, or empty where it is sent
     */
    public static Optional<Outcome> beforeSending(Delivery delivery, AfterUnknown unknown) {
        long most =
                switch (unknown) {
                    case PARK -> 0;
                    case RETRY_ONCE -> 1;
                    case RETRY, RECONCILE -> Long.MAX_VALUE;
                };
        return delivery.unanswered() > most
                ? Optional.of(new Outcome.Dead(Failure.of(
                        FailureClass.UNKNOWN,
                        "nobody knows how the try before this one ended; it may have been delivered")))
                : Optional.empty();
    }

    private static Failure outOfTime(Delivery delivery, Failure failure, RetrySchedule schedule, Instant now) {
        Duration tried = Duration.between(delivery.firstAttemptAt(), now);
        if (failure.failureClass() == FailureClass.RATE_LIMITED) {
            return because(
                    FailureClass.RATE_LIMITED,
                    "given up after " + Span.words(tried) + " of rate limits (retryFor "
                            + Span.words(schedule.retryFor()) + ")",
                    failure);
        }
        String tries = delivery.attempt() == 1 ? "1 try" : delivery.attempt() + " tries";
        return because(
                failure.failureClass(),
                "given up after " + tries + " in " + Span.words(tried) + " (retryFor " + Span.words(schedule.retryFor())
                        + ")",
                failure);
    }

    private static Failure mayHaveArrived(Failure failure, String words) {
        return because(FailureClass.UNKNOWN, words, failure);
    }

    private static Failure because(FailureClass failureClass, String words, Failure failure) {
        return new Failure(
                failureClass, Reason.of(words + ": " + failure.reason()), failure.statusCode(), failure.retryAfter());
    }

    /** Until when the destination is left alone, if it asked for that. */
    public static Optional<Instant> pausedUntil(Failure failure, Instant now) {
        return switch (failure.failureClass()) {
            case RATE_LIMITED -> Optional.of(now.plus(pause(failure)));
            case TRANSIENT, UNKNOWN -> failure.retryAfter().map(now::plus);
            case PERMANENT -> Optional.empty(); // about this message alone
        };
    }

    private static Duration pause(Failure failure) {
        return failure.retryAfter().orElse(DEFAULT_PAUSE);
    }
}
