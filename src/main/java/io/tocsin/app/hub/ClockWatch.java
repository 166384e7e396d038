package io.tocsin.app.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Compares the hub's clock with a monotonic one at every look, and tells from both whether the clock was set and whether the
 * process stood still: stopped, swapped out, or its whole machine paused. Used by one thread.
 */
final class ClockWatch {

    /** Below this a difference is a busy machine, or a clock that is being put right slowly. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Duration interval;
    private Instant lastTime;
    private long lastNanos;

    /**
     * @param clock the hub's, which may be set
     * @param nanos monotonic time
     * @param interval how far two looks are apart where nothing is wrong
     */
    ClockWatch(InstantSource clock, LongSupplier nanos, Duration interval) {
        this.clock = clock;
        this.nanos = nanos;
        this.interval = interval;
        this.lastTime = clock.instant();
        this.lastNanos = nanos.getAsLong();
    }

    /**
     * What happened between two looks.
     *
     * @param set by how much the clock was set, negative for back; zero where it was not
     * @param still for how long the process did nothing; zero where the look was in time
     * @param at when this was looked, by the clock as it shows now
     */
    record Found(Duration set, Duration still, Instant at) {

        /** By how much the clock shows more than the hub lived through. */
        Duration missed() {
            return set.plus(still);
        }
    }

    /** What happened since the last look, or since this was made. */
    Found look() {
        Instant time = clock.instant();
        long at = nanos.getAsLong();
        Duration passed = Duration.ofNanos(at - lastNanos);
        Duration set = Duration.between(lastTime, time).minus(passed);
        Duration late = passed.minus(interval);
        lastTime = time;
        lastNanos = at;
        return new Found(
                set.abs().compareTo(TOLERANCE) < 0 ? Duration.ZERO : set,
                late.compareTo(TOLERANCE) < 0 ? Duration.ZERO : late,
                time);
    }
}
