package io.tocsin.pipeline.deadletter;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of dead letters that somebody wanted redriven or discarded.
 *
 * @param done the ids of those that were
 * @param instead of those that were: what is sent otherwise than it was
 * @param skipped those that were not
 */
public record Settled(List<String> done, List<Instead> instead, List<Skipped> skipped) {

    /**
     * One whose message does not go out again as it was.
     *
     * @param id which
     * @param nothing whether nothing is sent; else what is new is
     * @param why one line for an operator
     */
    public record Instead(String id, boolean nothing, String why) {}

    /**
     * One that was left as it is.
     *
     * @param id which
     * @param why one line for an operator
     */
    public record Skipped(String id, String why) {}

    public Settled {
        done = List.copyOf(done);
        instead = List.copyOf(instead);
        skipped = List.copyOf(skipped);
    }

    /** Both together. */
    Settled and(Settled other) {
        return new Settled(both(done, other.done), both(instead, other.instead), both(skipped, other.skipped));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
