package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the store: drains a queue of pending changes into one transaction and completes their futures after
 * the commit, so that durability costs one disk flush for all that came while the last one was flushed.
 *
 * <p>Where a transaction fails, its changes are tried again one by one, each in a transaction of its own, so that a
 * poison change fails alone. Where the store itself is away they fail together: each would wait as long for it as the
 * first did, and senders are better told 503 than kept waiting.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** More than this in one transaction no longer makes a flush cheaper, and delays the first. */
    private static final int LARGEST_GROUP = 1_024;

    private final BlockingQueue<Pending<?, ?>> queue;
    private final Supplier<Handle> writer;
    private final StoreClock clock;
    private final Predicate<Throwable> away;
    private final Supplier<Optional<String>> lost;
    private final StoreTrouble trouble = new StoreTrouble(System::nanoTime);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param writer opens a connection, the only one that writes
     * @param clock the store's time
     * @param away whether a failure is the store's and not a change's
     * @param lost what became of the database behind the connection; empty while it is there
     * @param capacity how many changes may wait
     */
    GroupCommit(
            Supplier<Handle> writer,
            StoreClock clock,
            Predicate<Throwable> away,
            Supplier<Optional<String>> lost,
            int capacity) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.writer = writer;
        this.clock = clock;
        this.away = away;
        this.lost = lost;
        this.thread = new Thread(this::run, "store-committer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    <I, R> CompletableFuture<R> submit(Change<I, R> change, I input) {
        Pending<I, R> pending = new Pending<>(change, input, new CompletableFuture<>());
        if (closed || !queue.offer(pending)) {
            pending.done.completeExceptionally(
                    new StoreUnavailableException(closed ? "the store is closed" : "the store's queue is full"));
        }
        return pending.done;
    }

    boolean isClosed() {
        return closed;
    }

    Optional<String> trouble() {
        return trouble.cause();
    }

    int waiting() {
        return queue.size();
    }

    private void run() {
        List<Pending<?, ?>> group = new ArrayList<>(LARGEST_GROUP);
        while (!closed || !queue.isEmpty()) {
            try {
                Pending<?, ?> first = queue.poll(100, java.util.concurrent.TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
                queue.drainTo(group, LARGEST_GROUP - 1);
                commit(group);
            } catch (InterruptedException e) {
                closed = true;
            } catch (Throwable e) {
                // The writer must outlive anything: a dead writer would accept nothing ever again.
                LOG.error("the store's committer met an unexpected failure", e);
                group.forEach(pending -> pending.fail(e));
            } finally {
                group.clear();
            }
        }
        queue.forEach(pending -> pending.fail(new StoreUnavailableException("the store is closed")));
    }

    private void commit(List<Pending<?, ?>> group) {
        List<Runnable> completions;
        try {
            completions = inOneTransaction(group);
            trouble.worked();
        } catch (RuntimeException | Error e) {
            if (e instanceof StoreLostException || away.test(e)) {
                trouble.failed(e);
                group.forEach(pending -> pending.fail(e));
                return;
            }
            if (group.size() == 1) {
                group.get(0).fail(e);
                return;
            }
            LOG.warn("a transaction of {} changes failed ({}); trying them one by one", group.size(), e.toString());
            for (Pending<?, ?> pending : List.copyOf(group)) {
                commit(List.of(pending));
            }
            return;
        }
        completions.forEach(Runnable::run);
    }

    private List<Runnable> inOneTransaction(List<Pending<?, ?>> group) {
        Map<Change<?, ?>, List<Pending<?, ?>>> byKind = new LinkedHashMap<>();
        group.forEach(pending -> byKind.computeIfAbsent(pending.change, kind -> new ArrayList<>())
                .add(pending));
        List<Runnable> completions = new ArrayList<>(group.size());
        refuseIfLost();
        try (Handle tx = writer.get()) {
            tx.useTransaction(open -> {
                Instant now = clock.now(open);
                byKind.forEach((kind, pendings) -> completions.addAll(apply(open, kind, pendings, now)));
            });
        }
        refuseIfLost(); // it may have gone while it was written, and then nothing is on disk
        return completions;
    }

    private void refuseIfLost() {
        lost.get().ifPresent(what -> {
            throw new StoreLostException(what);
        });
    }

    @SuppressWarnings("unchecked") // pendings are grouped by their own change
    private static <I, R> List<Runnable> apply(
            Handle tx, Change<?, ?> kind, List<Pending<?, ?>> pendings, Instant now) {
        Change<I, R> change = (Change<I, R>) kind;
        List<I> inputs = new ArrayList<>(pendings.size());
        pendings.forEach(pending -> inputs.add((I) pending.input));
        List<R> results = change.apply(tx, inputs, now);
        if (results.size() != inputs.size()) {
            throw new IllegalStateException(change.getClass().getName() + " gave " + results.size() + " results for "
                    + inputs.size() + " inputs");
        }
        List<Runnable> completions = new ArrayList<>(pendings.size());
        for (int i = 0; i < pendings.size(); i++) {
            CompletableFuture<R> done = (CompletableFuture<R>) pendings.get(i).done;
            R result = results.get(i);
            completions.add(() -> done.complete(result));
        }
        return completions;
    }

    /** Commits what is queued, then refuses what comes after. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Pending<I, R>(Change<I, R> change, I input, CompletableFuture<R> done) {
        void fail(Throwable cause) {
            done.completeExceptionally(
                    cause instanceof StoreUnavailableException
                            ? cause
                            : new StoreUnavailableException("the store did not take it", cause));
        }
    }
}
