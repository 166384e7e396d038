package io.tocsin.mapping;

import java.time.Duration;

/**
 * How much one run of a jq file may do.
 *
 * @param outputs the most values it may produce, at least 1
 * @param steps the most function calls and values that functions may produce
 * @param time the longest it may run
 */
public record JqLimits(int outputs, long steps, Duration time) {
    /** 1,000 outputs, 2 million steps, 2 seconds: far above what a real event of 1 MiB needs. */
    public static final JqLimits DEFAULT = new JqLimits(1_000, 2_000_000, Duration.ofSeconds(2));
}
