package io.tocsin.outbox;

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

    /** One that nobody spent from yet. */
    static Bucket full(RateLimit limit) {
        return new Bucket(limit.burst(), Instant.EPOCH, Instant.EPOCH, "");
    }

    boolean pausedAt(Instant now) {
        return pausedUntil.isAfter(now);
    }

    /** How many deliveries may go now; {@link Integer#MAX_VALUE} without a limit. */
    int available(RateLimit limit, Instant now) {
        if (pausedAt(now)) {
            return 0;
        }
        return limit.unlimited() ? Integer.MAX_VALUE : (int) tokensAt(limit, now);
    }

    /** What it holds now, parts of a token included. */
    double tokensAt(RateLimit limit, Instant now) {
        return limit.refilled(tokens, now.toEpochMilli() - refilledAt.toEpochMilli());
    }

    /** After so many deliveries. A clock that went back must not refill the same time twice. */
    Bucket spend(RateLimit limit, int count, Instant now) {
        Instant at = now.isAfter(refilledAt) ? now : refilledAt;
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
}
