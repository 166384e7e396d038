package io.tocsin.model.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * The judgement of one failed send.
 *
 * @param failureClass what kind of failure
 * @param reason one line for an operator: the provider's own words where it said any, at most 1,000 characters
 * @param statusCode the provider's numeric answer, where there was one
 * @param retryAfter how long the provider asked us to wait, at most one hour
 */
public record Failure(
        FailureClass failureClass, String reason, Optional<Integer> statusCode, Optional<Duration> retryAfter) {

    /** The same with another wait in place of what was asked for. */
    public Failure pausing(Duration pause) {
        return new Failure(failureClass, reason, statusCode, Optional.of(pause));
    }

    /** A failure in which no provider answered with a number. The reason is cleaned by {@link Reason}. */
    public static Failure of(FailureClass failureClass, String reason) {
        return new Failure(failureClass, Reason.of(reason), Optional.empty(), Optional.empty());
    }

    /** A failure that a provider answered with a number. The reason is cleaned by {@link Reason}. */
    public static Failure answered(
            FailureClass failureClass, int statusCode, String reason, Optional<Duration> retryAfter) {
        return new Failure(failureClass, Reason.of(reason), Optional.of(statusCode), retryAfter);
    }
}
