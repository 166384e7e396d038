package io.tocsin.store.lane;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Work on rows whose time has come that needs no claim: each transaction of it looks which rows are due and is done with them when
 * it commits, so that nobody is at a row twice and nothing has to be given back. The {@link Poller} begins it.
 *
 * @param name unique among lanes and work
 * @param due SQL: one number, when the first row is due, or null; it asks an index for its first entry
 * @param step does some of what is due, and says whether there may be more; may block, and may throw where the store is away. One that
 *     does not come back is taken for one that hangs
 * @param executor where it runs; empty where the poller's others do
 */
public record DueWork(String name, String due, BooleanSupplier step, Optional<Executor> executor) {

    /** One that runs where the poller's others do. */
    public DueWork(String name, String due, BooleanSupplier step) {
        this(name, due, step, Optional.empty());
    }

    /** The same, run elsewhere: it takes so long that others are not to wait for a thread. */
    public DueWork on(Executor elsewhere) {
        return new DueWork(name, due, step, Optional.of(elsewhere));
    }

    String earliest() {
        return "SELECT '" + name + "' AS lane, (" + due + ") AS due";
    }
}
