package io.tocsin.store.lane;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a lane needs to run.
 *
 * @param name its name among the lanes
 * @param depth how many rows may be in hand
 * @param size how large they may be, with those of other lanes that share it, beyond what may be claimed in any case
 * @param longestWait how long a row may wait in the lane; it is given back then. Empty where all begin soon, and in their order
 * @param lanes where it is known by its name
 * @param clock the hub's time
 * @param meter counts what comes
 * @param said whether the log says already why a claim failed; the lane then only tries again
 */
public record LaneSettings(
        String name,
        Depth depth,
        HeldSize size,
        Optional<Duration> longestWait,
        Lanes lanes,
        InstantSource clock,
        LaneMeter meter,
        Predicate<Throwable> said) {}
