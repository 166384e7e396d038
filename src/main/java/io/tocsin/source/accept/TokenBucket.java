package io.tocsin.source.accept;

import java.util.function.LongSupplier;

/** So many requests a second, and so many at once after a quiet time. */
final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double rate;
    private final double burst;
    private final LongSupplier nanos;
    private double tokens;
    private long last;

    /** @param rate tokens a second, above zero; @param burst most tokens at once, at least 1 */
    TokenBucket(double rate, double burst, LongSupplier nanos) {
        this.rate = rate;
        this.burst = burst;
        this.nanos = nanos;
        this.tokens = burst;
        this.last = nanos.getAsLong();
    }

    /** Takes one token. Returns 0, or the whole seconds until there is one, at least 1. */
    synchronized long take() {
        long now = nanos.getAsLong();
        tokens = Math.min(burst, tokens + (now - last) / NANOS_PER_SECOND * rate);
        last = now;
        if (tokens >= 1) {
            tokens--;
            return 0;
        }
        return (long) Math.ceil((1 - tokens) / rate);
    }
}
