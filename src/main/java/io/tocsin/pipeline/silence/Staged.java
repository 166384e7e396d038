package io.tocsin.pipeline.silence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * An immutable value in memory that follows what the store holds: a transaction that changes it sees it changed at once, and so do
 * those who look in the same transaction; everybody else does once it is on disk.
 */
final class Staged<T> {

    private final AtomicReference<T> committed;
    private volatile T staged; // of the transaction that the committer's one thread is in
    private final List<UnaryOperator<T>> changes = new ArrayList<>(); // of that transaction, too

    Staged(T value) {
        this.committed = new AtomicReference<>(value);
    }

    /** As it is to everybody. */
    T committed() {
        return committed.get();
    }

    /** As it is to a transaction that changes the store; called by the committer alone. */
    T within() {
        T changed = staged;
        return changed == null ? committed.get() : changed;
    }

    /** @param reading what is in its place; called again where a change came between */
    void reread(UnaryOperator<T> reading) {
        T before;
        do {
            before = committed.get();
        } while (!committed.compareAndSet(before, reading.apply(before)));
    }

    /** Puts something in its place that means the same; nothing where it changed meanwhile. */
    void replace(T before, T same) {
        committed.compareAndSet(before, same);
    }

    /**
     * Changes it. What is {@linkplain #reread read anew} while the transaction goes on stays: only what changed here is changed in it.
     *
     * @param next as it is to this transaction
     * @param change the same change of what it is to everybody once it is on disk
     */
    void stage(Handle tx, T next, UnaryOperator<T> change) {
        if (staged == null) {
            tx.afterCommit(() -> {
                committed.updateAndGet(all -> {
                    T changed = all;
                    for (UnaryOperator<T> one : changes) {
                        changed = one.apply(changed);
                    }
                    return changed;
                });
                forgetStaged();
            });
            tx.afterRollback(this::forgetStaged);
        }
        staged = next;
        changes.add(change);
    }

    private void forgetStaged() {
        staged = null;
        changes.clear();
    }
}
