package io.tocsin.bench;

/**
 * What one load came to, after all of it was delivered.
 *
 * @param events how many were accepted
 * @param acceptedPerSecond from the first request until the last was accepted
 * @param accept from post to answer; nothing for a load at a fixed rate
 * @param deliveriesPerSecond from the first request until the last receiver that answers had the last event
 * @param latency from when an event was due until a receiver had it; for a load at a fixed rate only
 * @param refusals answers that were not 2xx
 * @param lost deliveries that did not come within three minutes
 * @param cpu of the system from the first request until the last delivery
 */
record Load(
        int events,
        double acceptedPerSecond,
        Percentiles accept,
        double deliveriesPerSecond,
        Percentiles latency,
        long refusals,
        long lost,
        Cpu cpu) {}
