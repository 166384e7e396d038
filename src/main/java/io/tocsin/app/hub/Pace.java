package io.tocsin.app.hub;

import java.time.Duration;

/**
 * How fast old rows are removed beside senders who wait for the same writer: so few at a time that one batch keeps it for about
 * {@link #TARGET}, and after each as long a rest as makes that a third of the time. So most senders find the writer free, and
 * the others wait for one small batch. Who falls behind rests less: the store must not grow.
 *
 * @param rows for the next batch
 * @param rest before it
 */
record Pace(int rows, Duration rest) {
    /** About what a commit of a few accepts takes. */
    static final Duration TARGET = Duration.ofMillis(4);

    static final int FEWEST = 50;
    static final int MOST = 500;

    /** A sweep that lasts longer than this is behind; it comes once a minute. */
    static final Duration BEHIND = Duration.ofMinutes(1);

    /** A sweep that lasts longer does not rest at all. */
    static final Duration FAR_BEHIND = Duration.ofMinutes(10);

    private static final Duration LONGEST = Duration.ofMillis(250);

    /** Before the first batch: its size is a guess. */
    static Pace first() {
        return new Pace(100, Duration.ZERO);
    }

    /**
     * After a batch.
     *
     * @param removed how many rows it had
     * @param worked how long it kept the writer, without the flush
     * @param since how long the sweep has lasted
     */
    Pace after(int removed, Duration worked, Duration since) {
        long fit = removed * TARGET.toNanos() / Math.max(1, worked.toNanos());
        // At most doubled or halved: one slow batch says little.
        long next = Math.max(rows / 2, Math.min(rows * 2L, fit));
        return new Pace((int) Math.max(FEWEST, Math.min(MOST, next)), rest(worked, since));
    }

    private static Duration rest(Duration worked, Duration since) {
        if (since.compareTo(FAR_BEHIND) > 0) {
            return Duration.ZERO;
        }
        Duration rest = since.compareTo(BEHIND) > 0 ? worked.dividedBy(2) : worked.multipliedBy(2);
        return rest.compareTo(LONGEST) > 0 ? LONGEST : rest;
    }
}
