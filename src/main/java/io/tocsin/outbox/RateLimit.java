package io.tocsin.outbox;

/**
 * A token bucket.
 *
 * @param rate tokens a second; 0 for no limit
 * @param burst how many tokens it holds
 */
record RateLimit(double rate, int burst) {

    boolean unlimited() {
        return rate <= 0;
    }

    /** How many tokens there are, so long after there were this many. */
    double refilled(double tokens, long elapsedMillis) {
        return Math.min(burst, tokens + Math.max(0, elapsedMillis) * rate / 1_000);
    }
}
