package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the store: drains a queue of pending changes into one transaction and completes their futures after
 * the commit, so that durability costs one disk flush for all that came while the last one was flushed.
 *
 * <p>A transaction takes what waits up to so many rows and bytes: more makes a flush no cheaper, and delays whoever comes next.
 *
 * <p>Where a transaction fails, its changes are tried again one by one, each in a transaction of its own, so that a
 * poison change fails alone. Where the store itself is away they fail together: each would wait as long for it as the
 * first did, and senders are better told 503 than kept waiting. Of changes that were submitted in order none is committed
 * after one that the store was away for.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** More than this in one transaction no longer makes a flush cheaper, and delays the first. */
    static final int MOST_ROWS = 2_048;

    /** The same in bytes: a write-ahead log that grows by more is slow to put back. */
    static final long MOST_BYTES = 8L * 1024 * 1024;

    private final BlockingQueue<Submission> queue = new LinkedBlockingQueue<>();
    /** What has time until the next commit; then it comes first, since it has waited. */
    private final Queue<Submission> unhurried = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waiting = new AtomicInteger();
    private final int capacity;
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
        this.capacity = capacity;
        this.writer = writer;
        this.clock = clock;
        this.away = away;
        this.lost = lost;
        this.thread = new Thread(this::run, "store-committer");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    <I, R> CompletableFuture<R> submit(Change<I, R> change, I input) {
        return submitInOrder(change, Collections.singletonList(input)).get(0);
    }

    <I, R> List<CompletableFuture<R>> submitInOrder(Change<I, R> change, List<I> inputs) {
        return submit(change, inputs, queue);
    }

    <I, R> List<CompletableFuture<R>> submitWithNext(Change<I, R> change, List<I> inputs) {
        return submit(change, inputs, unhurried);
    }

    void hurry() {
        queue.add(new Submission(List.of()));
    }

    private <I, R> List<CompletableFuture<R>> submit(Change<I, R> change, List<I> inputs, Queue<Submission> to) {
        List<CompletableFuture<R>> results = new ArrayList<>(inputs.size());
        List<Pending<?, ?>> pendings = new ArrayList<>(inputs.size());
        for (I input : inputs) {
            CompletableFuture<R> done = new CompletableFuture<>();
            pendings.add(new Pending<>(change, input, done));
            results.add(done);
        }
        if (closed || waiting.get() >= capacity) {
            StoreUnavailableException refused =
                    new StoreUnavailableException(closed ? "the store is closed" : "the store's queue is full");
            pendings.forEach(pending -> pending.fail(refused));
        } else {
            waiting.addAndGet(inputs.size());
            to.add(new Submission(pendings));
        }
        return results;
    }

    boolean isClosed() {
        return closed;
    }

    Optional<String> trouble() {
        return trouble.cause();
    }

    int waiting() {
        return waiting.get();
    }

    private void run() {
        List<Submission> group = new ArrayList<>();
        while (!closed || !queue.isEmpty() || !unhurried.isEmpty()) {
            try {
                Submission first = queue.poll(100, TimeUnit.MILLISECONDS);
                take(first, group);
                if (group.stream().anyMatch(submission -> !submission.pendings.isEmpty())) {
                    commit(group);
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (Throwable e) {
                // The writer must outlive anything: a dead writer would accept nothing ever again.
                LOG.error("the store's committer met an unexpected failure", e);
                group.forEach(submission -> submission.fail(e));
            } finally {
                group.clear();
            }
        }
        for (Queue<Submission> left : List.of(unhurried, queue)) {
            left.forEach(submission -> submission.fail(new StoreUnavailableException("the store is closed")));
        }
    }

    /** What had time until now, the first one, however large, and of what waits behind it as much as fits. */
    private void take(Submission first, List<Submission> group) {
        for (Submission next = unhurried.poll(); next != null; next = unhurried.poll()) {
            group.add(next);
        }
        if (first != null) {
            group.add(first);
        }
        long rows = group.stream().mapToLong(Submission::rows).sum();
        long bytes = group.stream().mapToLong(Submission::bytes).sum();
        for (Submission next = queue.peek(); next != null; next = queue.peek()) {
            rows += next.rows();
            bytes += next.bytes();
            if (rows > MOST_ROWS || bytes > MOST_BYTES) {
                break;
            }
            group.add(queue.remove());
        }
        waiting.addAndGet(-group.stream().mapToInt(each -> each.pendings.size()).sum());
    }

    private void commit(List<Submission> group) {
        List<Pending<?, ?>> all =
                group.stream().flatMap(each -> each.pendings.stream()).toList();
        Optional<Throwable> failure = tried(all);
        if (failure.isEmpty()) {
            return;
        }
        if (all.size() == 1 || isAway(failure.get())) {
            all.forEach(pending -> pending.fail(failure.get()));
            return;
        }
        LOG.warn(
                "a transaction of {} changes failed ({}); trying them one by one",
                all.size(),
                failure.get().toString());
        group.forEach(this::oneByOne);
    }

    /** What was submitted behind a change that the store is away for waits as that does. */
    private void oneByOne(Submission submission) {
        Optional<Throwable> away = Optional.empty();
        for (Pending<?, ?> pending : submission.pendings) {
            Optional<Throwable> failure = away.isPresent() ? away : tried(List.of(pending));
            failure.ifPresent(pending::fail);
            away = failure.filter(this::isAway);
        }
    }

    /** Completes them if they could be committed; else says why not, and leaves them. */
    private Optional<Throwable> tried(List<Pending<?, ?>> pendings) {
        List<Runnable> completions;
        try {
            completions = inOneTransaction(pendings);
            trouble.worked();
        } catch (RuntimeException | Error e) {
            if (isAway(e)) {
                trouble.failed(e);
            }
            return Optional.of(e);
        }
        completions.forEach(Runnable::run);
        return Optional.empty();
    }

    private boolean isAway(Throwable failure) {
        return failure instanceof StoreLostException || away.test(failure);
    }

    private List<Runnable> inOneTransaction(List<Pending<?, ?>> group) {
        Map<Change<?, ?>, List<Pending<?, ?>>> byKind = new LinkedHashMap<>();
        group.forEach(pending -> byKind.computeIfAbsent(pending.change, kind -> new ArrayList<>())
                .add(pending));
        List<Runnable> completions = new ArrayList<>(group.size());
        refuseIfLost();
        try (Handle tx = writer.get()) {
            try {
                tx.useTransaction(open -> {
                    Instant now = clock.now(open);
                    byKind.forEach((kind, pendings) -> completions.addAll(apply(open, kind, pendings, now)));
                });
            } catch (RuntimeException | Error e) {
                giveBack(tx, e);
                throw e;
            }
        }
        refuseIfLost(); // it may have gone while it was written, and then nothing is on disk
        return completions;
    }

    /**
     * Where {@code COMMIT} itself fails, Jdbi rolls back and forgets what was to be done after a rollback: places in lanes would be
     * lost. It does it for another transaction on the same handle, which has nothing in it; if it did it before, nothing is left.
     */
    private static void giveBack(Handle tx, Throwable failure) {
        try {
            tx.begin();
            tx.rollback();
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
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

    /** What is committed together, or in its order. */
    private record Submission(List<Pending<?, ?>> pendings) {
        long rows() {
            return pendings.stream().mapToLong(Pending::rows).sum();
        }

        long bytes() {
            return pendings.stream().mapToLong(Pending::bytes).sum();
        }

        void fail(Throwable cause) {
            pendings.forEach(pending -> pending.fail(cause));
        }
    }

    private record Pending<I, R>(Change<I, R> change, I input, CompletableFuture<R> done) {
        int rows() {
            return change.rows(input);
        }

        long bytes() {
            return change.bytes(input);
        }

        void fail(Throwable cause) {
            done.completeExceptionally(
                    cause instanceof StoreUnavailableException
                            ? cause
                            : new StoreUnavailableException("the store did not take it", cause));
        }
    }
}
