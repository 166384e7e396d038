package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A token bucket as it stood when it was last changed.
 *
 * @param tokens how many there were
 * @param refilledAt when that was
 * @param pausedUntil until when the provider asked to be left alone; long ago where it did not
 * @param pausedWhy what it said then
 */
record Bucket(double tokens, Instant refilledAt, Instant pausedUntil, String pausedWhy) {

    /** By so much hubs' clocks may differ, and a clock may be put right; one that went back further was wrong before. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** One that nobody spent from yet. */
    static Bucket full(RateLimit limit) {
        return new Bucket(limit.burst(), Instant.EPOCH, Instant.EPOCH, "");
    }

    /** Nobody can ask for more than {@link RetryAfter#CAP}: what is later was reckoned with a clock that was set back since. */
    boolean pausedAt(Instant now) {
        return pausedUntil.isAfter(now) && !pausedUntil.isAfter(now.plus(RetryAfter.CAP));
    }

    /** How many deliveries may go now; {@link Integer#MAX_VALUE} without a limit. */
    int available(RateLimit limit, Instant now) {
        if (pausedAt(now)) {
            return 0;
        }
        return limit.unlimited() ? Integer.MAX_VALUE : (int) tokensAt(limit, now);
    }

    /** What it holds now, parts of a token included. Rather one burst too many than nothing until a clock has caught up. */
    double tokensAt(RateLimit limit, Instant now) {
        if (isOfTheFuture(now)) {
            return limit.burst();
        }
        return limit.refilled(tokens, now.toEpochMilli() - refilledAt.toEpochMilli());
    }

    /** After so many deliveries. A clock that went back must not refill the same time twice. */
    Bucket spend(RateLimit limit, int count, Instant now) {
        Instant at = now.isAfter(refilledAt) || isOfTheFuture(now) ? now : refilledAt;
        return new Bucket(tokensAt(limit, now) - count, at, pausedUntil, pausedWhy);
    }

    /** When a delivery may go again; empty where one may go now. */
    Optional<Instant> opensAt(RateLimit limit, Instant now) {
        if (available(limit, now) > 0) {
            return Optional.empty();
        }
        if (limit.unlimited()) {
            return Optional.of(pausedUntil);
        }
        Instant refilled = refilledAt.plusMillis(limit.millisUntilNext(tokens));
        return Optional.of(refilled.isAfter(pausedUntil) ? refilled : pausedUntil);
    }

    private boolean isOfTheFuture(Instant now) {
        return refilledAt.isAfter(now.plus(SKEW));
    }
}
