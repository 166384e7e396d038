package io.tocsin.store.sql;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * One kind of change to the store, applied to many inputs at once.
 *
 * <p>The committer drains whatever is waiting into one transaction and calls each kind once with all its inputs, so a
 * kind is written as set-based statements and not a row at a time.
 *
 * @param <I> what one caller asks for
 * @param <R> what that caller is told once the transaction is on disk
 */
@FunctionalInterface
public interface Change<I, R> {

    /**
     * Applies all inputs inside the open transaction.
     *
     * @param tx the transaction; only the committer opens, commits and closes it
     * @param inputs at least one, in the order in which they were submitted
     * @param now the store's time
     * @return one result for each input, in the same order
     */
    List<R> apply(Handle tx, List<I> inputs, Instant now);

    /**
     * About how many rows one input writes, at least 1. Whoever waits behind a commit waits for its rows, so one transaction
     * takes only so many of them, however few inputs they come from.
     */
    default int rows(I input) {
        return 1;
    }

    /** Whether a sender waits for it to be answered: while many do, these changes come first. */
    default boolean isAccept() {
        return false;
    }

    /** About how many bytes one input writes, where they may be many; 0 where its rows say it all. */
    default long bytes(I input) {
        return 0;
    }
}
