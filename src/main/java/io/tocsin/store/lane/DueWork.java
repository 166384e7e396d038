package io.tocsin.store.lane;

/**
 * Work on rows whose time has come that needs no claim: each transaction of it looks which rows are due and is done with them when
 * it commits, so that nobody is at a row twice and nothing has to be given back. The {@link Poller} begins it.
 *
 * @param name unique among lanes and work
 * @param due SQL: one number, when the first row is due, or null; it asks an index for its first entry
 * @param run does all that is due; may block, and may throw where the store is away
 */
public record DueWork(String name, String due, Runnable run) {

    String earliest() {
        return "SELECT '" + name + "' AS lane, (" + due + ") AS due";
    }
}
