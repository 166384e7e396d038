package io.tocsin.store.lane;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A lane's wish for due rows.
 *
 * @param <T> a claimed row
 */
public interface Asked<T> {

    /** A wish of nobody's lane: whoever has it applied gets the rows as the change's result. */
    static <T> Asked<T> of(int room) {
        return new Asked<>() {
            @Override
            public int room() {
                return room;
            }

            @Override
            public void claimed(Handle tx, List<T> rows, boolean all, Instant now) {
                // they are the result
            }
        };
    }

    /** How many at most. */
    int room();

    /**
     * To be told inside the transaction that claims them, so that what the same transaction writes afterwards need not be claimed.
     *
     * @param rows claimed, in the order in which they are to begin
     * @param all whether no other could have been claimed, had there been more room
     * @param now the time of the claim
     */
    void claimed(Handle tx, List<T> rows, boolean all, Instant now);

    /** The same of rows of which the number alone is bounded. */
    default void claimed(Handle tx, List<T> rows, Instant now) {
        claimed(tx, rows, rows.size() < room(), now);
    }
}
