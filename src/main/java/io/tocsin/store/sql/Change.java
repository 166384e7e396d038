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

    /**
     * Of what is submitted in order: inputs that give the same must keep their order even where one of them has to wait for a row that
     * somebody has locked; others go on.
     */
    default Object order(I input) {
        return "";
    }

    /**
     * Whether it may share a transaction with changes of other kinds on a store of several hubs: it waits for no row that another hub holds
     * while it holds some itself. All others have transactions of their own kind: within a kind rows are held in one order, between
     * kinds nobody would see to that, and two hubs would wait for each other.
     */
    default boolean ridesAlong() {
        return isAccept();
    }

    /** The same change, which {@linkplain #ridesAlong rides along}. */
    static <I, R> Change<I, R> ridingAlong(Change<I, R> change) {
        return new Change<>() {
            @Override
            public List<R> apply(Handle tx, List<I> inputs, Instant now) {
                return change.apply(tx, inputs, now);
            }

            @Override
            public boolean ridesAlong() {
                return true;
            }
        };
    }

    /** About how many bytes one input writes, where they may be many; 0 where its rows say it all. */
    default long bytes(I input) {
        return 0;
    }
}
