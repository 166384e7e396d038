package io.tocsin.delivery;

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
        FailureClass failureClass, String reason, Optional<Integer> statusCode, Optional<Duration> retryAfter) {}
