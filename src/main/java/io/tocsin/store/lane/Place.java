package io.tocsin.store.lane;

/**
 * A place in a lane that is kept for a row about to be written as claimed.
 *
 * @param <T> a claimed row
 */
public interface Place<T> {

    /** The row is on disk: its work begins. Never throws: it is called after a commit, which must not look as if it had failed. */
    void handOver(T row);

    /** The row was not written after all. */
    void cancel();
}
