package io.tocsin.pipeline.outbox;

/**
 * How fast a token bucket refills: in any time it gives at most {@code burst} tokens and {@code rate} for each second.
 *
 * @param rate tokens a second; 0 for no limit
 * @param burst how many tokens it holds, at least 1
 */
public record RateLimit(double rate, int burst) {

    boolean unlimited() {
        return rate <= 0;
    }

    /** How many tokens there are, so long after there were this many. */
    double refilled(double tokens, long elapsedMillis) {
        return Math.min(burst, tokens + Math.max(0, elapsedMillis) * rate / 1_000);
    }

    /** After how many milliseconds there is a whole token, where there are this many now. */
    long millisUntilNext(double tokens) {
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) * 1_000 / rate);
    }
}
