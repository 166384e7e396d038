package io.tocsin.store.lane;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/**
 * What a lane's rows are and what is done with them.
 *
 * @param <T> a claimed row
 */
public interface LaneWork<T> {

    /** Has so many due rows claimed at most, in a transaction that tells {@code asked} of them; fails where that fails. */
    CompletableFuture<?> claim(Asked<T> asked);

    /** Does the work of one row; its future completes when the row is settled. */
    CompletableFuture<?> work(T row);

    /**
     * The executor ran a task of the lane's that has no row, since the row was given back before it could begin: whoever counts how
     * much goes on at once counts this as over.
     */
    default void beganNothing() {}

    /** Gives rows back whose work has not begun: they are due again, as if they had not been claimed. */
    CompletableFuture<?> giveBack(List<T> rows);

    /** The same, inside a transaction that does more. */
    void giveBack(Handle tx, List<T> rows);

    /** How many more may be claimed now, for reasons outside the lane (a breaker); 0 closes it. */
    default int gate() {
        return Integer.MAX_VALUE;
    }

    /** Whether rows may be handed over now; while not, everything is claimed. */
    default boolean takesHandovers() {
        return true;
    }

    /** Whether what waits in the lane may begin; while not, it is given back. */
    default boolean mayBegin() {
        return true;
    }

    /** Which of the rows that wait in the lane begin first: those with the lowest. */
    default long urgency(T row) {
        return 0;
    }

    /** What a row is about, so that who decides on that can have it {@linkplain Lanes#recall recalled}; empty for nothing. */
    default String subject(T row) {
        return "";
    }

    /** About how many characters a row keeps in memory. */
    default long size(T row) {
        return 0;
    }
}
