package io.tocsin.pipeline.deadletter;

import io.tocsin.store.lane.ClaimTable;

/** How dead letters wait for their route. */
public final class DeadLetterTable implements ClaimTable {

    /** The lane of what was given up on. */
    public static final String LANE = "ledger:dead-letters";

    @Override
    public String name() {
        return "dead_letter";
    }

    @Override
    public String earliest() {
        return "SELECT '" + LANE + "' AS lane, min(due_at) AS due FROM dead_letter WHERE " + pending();
    }

    @Override
    public String pending() {
        return "told = 0";
    }
}
