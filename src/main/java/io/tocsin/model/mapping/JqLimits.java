package io.tocsin.model.mapping;

import java.time.Duration;

/**
 * How much one run of a jq file may do with an ordinary payload.
 *
 * @param outputs the most values it may produce, at least 1
 * @param steps the most function calls and values that functions may produce
 * @param time the longest it may run
 */
public record JqLimits(int outputs, long steps, Duration time) {
    /** 20,000 outputs, 2 million steps, 2 seconds: far above what a real event of 256 KiB needs. */
    public static final JqLimits DEFAULT = new JqLimits(20_000, 2_000_000, Duration.ofSeconds(2));

    private static final int ORDINARY = 256 * 1024;

    /**
     * The limits for a payload: as they are up to 256 KiB, with as many more steps and as much more time as it is larger.
     *
     * @param size characters of the payload
     */
    JqLimits forPayload(int size) {
        int times = 1 + Math.max(0, size - 1) / ORDINARY;
        return new JqLimits(outputs, steps > Long.MAX_VALUE / times ? steps : steps * times, time.multipliedBy(times));
    }
}
