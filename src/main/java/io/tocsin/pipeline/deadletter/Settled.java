package io.tocsin.pipeline.deadletter;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of dead letters that somebody wanted redriven or discarded.
 *
 * @param done the ids of those that were
 * @param skipped those that were not
 */
public record Settled(List<String> done, List<Skipped> skipped) {

    /**
     * One that was left as it is.
     *
     * @param id which
     * @param why one line for an operator
     */
    public record Skipped(String id, String why) {}

    public Settled {
        done = List.copyOf(done);
        skipped = List.copyOf(skipped);
    }

    /** Both together. */
    Settled and(Settled other) {
        List<String> allDone = new ArrayList<>(done);
        allDone.addAll(other.done);
        List<Skipped> allSkipped = new ArrayList<>(skipped);
        allSkipped.addAll(other.skipped);
        return new Settled(allDone, allSkipped);
    }
}
