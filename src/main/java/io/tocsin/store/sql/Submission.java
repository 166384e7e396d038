package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What is committed together, or in its order.
 *
 * @param pendings the changes; none where somebody only wants a commit
 * @param until by when it is to be committed, in {@link System#nanoTime()}; it comes with any commit before
 */
record Submission(List<Pending<?, ?>> pendings, long until) {

    /**
     * A change, and who waits for it.
     *
     * @param change the kind
     * @param input what is asked for
     * @param done completes once it is on disk
     * @param alongside what is committed with it
     */
    record Pending<I, R>(Change<I, R> change, I input, CompletableFuture<R> done, Optional<Alongside> alongside) {

        Pending(Change<I, R> change, I input, CompletableFuture<R> done) {
            this(change, input, done, Optional.empty());
        }

        private int rows() {
            return change.rows(input);
        }

        private long bytes() {
            return change.bytes(input);
        }

        /** What is behind it in a submission and of the same order must not come before it. */
        Object order() {
            return change.order(input);
        }

        void fail(Throwable cause) {
            done.completeExceptionally(
                    cause instanceof StoreUnavailableException
                            ? cause
                            : new StoreUnavailableException("the store did not take it", cause));
        }
    }

    long rows() {
        return pendings.stream().mapToLong(Pending::rows).sum();
    }

    long bytes() {
        return pendings.stream().mapToLong(Pending::bytes).sum();
    }

    /** Whether a sender waits for it. */
    boolean isAccept() {
        return !pendings.isEmpty() && pendings.get(0).change().isAccept();
    }

    /** Whether nobody waits for it any more. */
    boolean isOver() {
        return pendings.stream().allMatch(pending -> pending.done().isDone());
    }

    void fail(Throwable cause) {
        pendings.forEach(pending -> pending.fail(cause));
    }
}
