package io.tocsin.store.lane;

import io.tocsin.store.sql.Values;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Rows that one transaction writes: those that their lane keeps a place for are written as claimed and handed over after the
 * commit, in their order, which saves a claim and a commit; the others are written as due. Whatever becomes of the
 * transaction, no place is lost.
 *
 * @param <T> a claimed row
 */
public final class HandOver<T> {

    private final Handle tx;
    private final Claims.Terms terms;
    private final Instant now;
    private final List<Row<T>> rows = new ArrayList<>();

    /** Opened before anything is added, so that places are given back whatever fails after. */
    public HandOver(Handle tx, Claims.Terms terms, Instant now) {
        this.tx = tx;
        this.terms = terms;
        this.now = now;
        tx.afterRollback(() -> rows.forEach(Row::cancel));
    }

    /**
     * Adds a row that is about to be written.
     *
     * @param row makes what is handed over
     * @param place the lane's, where it keeps one
     */
    public void add(Supplier<T> row, Optional<? extends Place<T>> place) {
        rows.add(new Row<>(row, place));
    }

    /** Whether the row added at this place, from 0, is written as claimed. */
    public boolean isClaimed(int index) {
        return rows.get(index).place.isPresent();
    }

    /**
     * Binds {@code due_at}, {@code owner} and {@code fence} of a row, 1 where it is claimed and else 0.
     *
     * @param index its place, from 0
     * @param dueAt when it is due if it is not claimed
     */
    public <S extends SqlStatement<S>> S bind(S insert, int index, Instant dueAt) {
        boolean claimed = isClaimed(index);
        return insert.bind("due_at", (claimed ? now.plus(terms.lease()) : dueAt).toEpochMilli())
                .bind("owner", claimed ? terms.owner() : null)
                .bind("fence", claimed ? 1 : 0);
    }

    /** Puts {@code due_at}, {@code owner}, {@code fence} and {@code attempt} of a row into a statement, as the above does. */
    public void bind(Values values, int index, Instant dueAt) throws SQLException {
        boolean claimed = isClaimed(index);
        values.time(claimed ? now.plus(terms.lease()) : dueAt)
                .text(claimed ? terms.owner() : null)
                .flag(claimed)
                .flag(claimed);
    }

    /** Says which of the rows were written: a row that was there already gives its place back. */
    public void written(int[] inserted) {
        tx.afterCommit(() -> {
            for (int i = 0; i < inserted.length; i++) {
                rows.get(i).commit(inserted[i] > 0);
            }
        });
    }

    private record Row<T>(Supplier<T> row, Optional<? extends Place<T>> place) {

        void commit(boolean inserted) {
            if (inserted) {
                place.ifPresent(kept -> kept.handOver(row.get()));
            } else {
                cancel();
            }
        }

        void cancel() {
            place.ifPresent(Place::cancel);
        }
    }
}
