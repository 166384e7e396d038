package io.tocsin.bench;

import java.util.Arrays;

/**
 * The middle and the slow end of some times.
 *
 * @param p50 half took at most this, in milliseconds
 * @param p99 99 of 100 took at most this, in milliseconds
 */
record Percentiles(double p50, double p99) {

    /** Of times in nanoseconds; {@code NaN} where there are none. */
    static Percentiles of(long[] nanos) {
        if (nanos.length == 0) {
            return new Percentiles(Double.NaN, Double.NaN);
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Percentiles(at(sorted, 0.50), at(sorted, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}
