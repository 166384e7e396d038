package io.tocsin.model.delivery;

import java.util.Locale;

/** Why a send did not succeed; decides what happens next, and is a metric label and a dead-letter field. */
public enum FailureClass {
    /** Worth another try after the retry schedule's next delay: a 5xx, 408, 425, a refused connection. */
    TRANSIENT,
    /**
     * The provider asked us to slow down (429, a throttling error): the destination pauses, no attempt is spent. Never tried
     * sooner than the retry schedule would, and dead after its time like any other.
     */
    RATE_LIMITED,
    /** Cannot succeed as it is (a 4xx other than 408, 425 and 429, a bad address): dead at once. */
    PERMANENT,
    /** Sent, but no answer came: the receiver may have it. Retried with the same idempotency key. */
    UNKNOWN;

    /** The word used in JSON, the store and metrics: lower case, with a hyphen. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
