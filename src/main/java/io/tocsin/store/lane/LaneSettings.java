package io.tocsin.store.lane;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;

/**
 * What a lane needs to run.
 *
 * @param name its name among the lanes
 * @param concurrency how many rows are worked on at once
 * @param capacity how many rows may be in hand at once, at least {@code concurrency}
 * @param lanes where it is known by its name
 * @param timer runs its tick
 * @param interval how often it looks for rows that became due by time alone
 * @param said whether the log says already why a claim failed; the lane then only tries again
 */
public record LaneSettings(
        String name,
        int concurrency,
        int capacity,
        Lanes lanes,
        ScheduledExecutorService timer,
        Duration interval,
        Predicate<Throwable> said) {}
