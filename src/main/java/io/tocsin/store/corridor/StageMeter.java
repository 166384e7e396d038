package io.tocsin.store.corridor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.store.lane.LaneMeter;

/** Counts how rows come into the hand of a stage, all receivers' lanes together. */
final class StageMeter implements LaneMeter {

    private final Counter handedOver;
    private final Counter claimed;
    private final Counter claims;
    private final Counter empty;

    StageMeter(MeterRegistry meters, String lane) {
        String stage = stage(lane);
        this.handedOver = rows(meters, stage, "hand-over");
        this.claimed = rows(meters, stage, "claim");
        this.claims = claims(meters, stage, "some");
        this.empty = claims(meters, stage, "none");
    }

    private static Counter rows(MeterRegistry meters, String stage, String by) {
        return Counter.builder("tocsin.stage.rows")
                .description("Rows that came to a stage: handed over by the one before, or claimed from the store")
                .tag("stage", stage)
                .tag("by", by)
                .register(meters);
    }

    private static Counter claims(MeterRegistry meters, String stage, String found) {
        return Counter.builder("tocsin.stage.claims")
                .description("How often a stage asked the store for rows, by whether any were due")
                .tag("stage", stage)
                .tag("found", found)
                .register(meters);
    }

    /** Not each receiver's: there may be hundreds. */
    private static String stage(String lane) {
        int colon = lane.indexOf(':');
        return lane.startsWith("outbox:") ? "deliveries" : lane.substring(colon + 1);
    }

    @Override
    public void handedOver() {
        handedOver.increment();
    }

    @Override
    public void claimed(int rows) {
        claimed.increment(rows);
        (rows > 0 ? claims : empty).increment();
    }
}
