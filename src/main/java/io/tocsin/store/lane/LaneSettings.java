package io.tocsin.store.lane;

import java.util.function.Predicate;

/**
 * What a lane needs to run.
 *
 * @param name its name among the lanes
 * @param concurrency how many rows are worked on at once
 * @param capacity how many rows may be in hand at once, at least {@code concurrency}
 * @param lanes where it is known by its name
 * @param said whether the log says already why a claim failed; the lane then only tries again
 */
public record LaneSettings(String name, int concurrency, int capacity, Lanes lanes, Predicate<Throwable> said) {}
