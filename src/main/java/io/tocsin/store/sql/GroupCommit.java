package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
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
 * <p>What a transaction takes of what waits, {@link NextCommit} says.
 *
 * <p>Where a transaction meets another hub's, it is tried again as it is, a few times.
 *
 * <p>Where a transaction fails, its changes are tried again one by one, each in a transaction of its own, so that a
 * poison change fails alone. Where the store itself is away they fail together: each would wait as long for it as the
 * first did, and senders are better told 503 than kept waiting. Of changes that were submitted in order none is committed
 * after one that the store was away for.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** So often a transaction is tried that meets those of other hubs, and so long: senders wait for it. */
    private static final int MOST_TRIES = 10;

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int PAUSE_MILLIS = 10;

    private final NextCommit queue = new NextCommit(System::nanoTime);
    private final AtomicInteger waiting = new AtomicInteger();
    private final int capacity;
    private final Supplier<Handle> writer;
    private final StoreClock clock;
    private final Predicate<Throwable> away;
    private final Predicate<Throwable> again;
    private final Supplier<Optional<String>> lost;
    private final StoreTrouble trouble = new StoreTrouble(System::nanoTime);
    private final Stall stall;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Runnable whenInDoubt = () -> {};

    // The committer's own.
    private boolean committing;
    private boolean doubt;

    /**
     * @param writer opens a connection, the only one that writes
     * @param clock the store's time
     * @param away whether a failure is the store's and not a change's
     * @param again whether a failure is another hub's doing, so that the same may succeed at once
     * @param lost what became of the database behind the connection; empty while it is there
     * @param patience how long a transaction is waited for; empty for as long as it takes
     * @param breakOff breaks the connection off
     * @param capacity how many changes may wait
     */
    GroupCommit(
            Supplier<Handle> writer,
            StoreClock clock,
            Predicate<Throwable> away,
            Predicate<Throwable> again,
            Supplier<Optional<String>> lost,
            Optional<Patience> patience,
            Runnable breakOff,
            int capacity) {
        this.capacity = capacity;
        this.writer = writer;
        this.clock = clock;
        this.away = away;
        this.again = again;
        this.lost = lost;
        this.stall = new Stall(patience, trouble, breakOff, System::nanoTime);
        this.thread = new Thread(this::run, "store-committer");
        this.thread.setDaemon(true);
        this.thread.start();
        this.stall.start();
    }

    /** Has this done after a commit of which nobody knows whether it was made; on the committer's thread. */
    void whenInDoubt(Runnable done) {
        whenInDoubt = done;
    }

    <I, R> CompletableFuture<R> submit(Change<I, R> change, I input) {
        return submitInOrder(change, Collections.singletonList(input)).get(0);
    }

    <I, R> List<CompletableFuture<R>> submitInOrder(Change<I, R> change, List<I> inputs) {
        return submit(change, inputs, Duration.ZERO);
    }

    <I, R> List<CompletableFuture<R>> submitWithNext(Change<I, R> change, List<I> inputs, Duration within) {
        return submit(change, inputs, within);
    }

    void hurry() {
        queue.add(new Submission(List.of(), System.nanoTime()));
    }

    private <I, R> List<CompletableFuture<R>> submit(Change<I, R> change, List<I> inputs, Duration within) {
        List<CompletableFuture<R>> results = new ArrayList<>(inputs.size());
        List<Submission.Pending<?, ?>> pendings = new ArrayList<>(inputs.size());
        for (I input : inputs) {
            CompletableFuture<R> done = new CompletableFuture<>();
            pendings.add(new Submission.Pending<>(change, input, done));
            results.add(done);
        }
        Submission submission = new Submission(pendings, System.nanoTime() + within.toNanos());
        Optional<StoreUnavailableException> refused = refused(submission);
        if (refused.isPresent()) {
            submission.fail(refused.get());
        } else {
            waiting.addAndGet(inputs.size());
            if (submission.isAccept()) {
                stall.waits(submission);
            }
            queue.add(submission);
        }
        return results;
    }

    private Optional<StoreUnavailableException> refused(Submission submission) {
        if (closed || waiting.get() >= capacity) {
            return Optional.of(
                    new StoreUnavailableException(closed ? "the store is closed" : "the store's queue is full"));
        }
        return submission.isAccept() && stall.isOn() ? Optional.of(stall.noAnswer()) : Optional.empty();
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
        List<Submission> group = List.of();
        while (!closed || !queue.isEmpty()) {
            try {
                group = queue.next();
                waiting.addAndGet(
                        -group.stream().mapToInt(each -> each.pendings().size()).sum());
                if (group.stream().anyMatch(submission -> !submission.pendings().isEmpty())) {
                    commit(group);
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (Throwable e) {
                // The writer must outlive anything: a dead writer would accept nothing ever again.
                LOG.error("the store's committer met an unexpected failure", e);
                group.forEach(submission -> submission.fail(e));
            }
        }
        queue.rest().forEach(submission -> submission.fail(new StoreUnavailableException("the store is closed")));
    }

    private void commit(List<Submission> group) {
        // Who was told to come again is not stored meanwhile.
        List<Submission.Pending<?, ?>> all = group.stream()
                .flatMap(each -> each.pendings().stream())
                .filter(pending -> !pending.done().isDone())
                .toList();
        if (all.isEmpty()) {
            return;
        }
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
        for (Submission.Pending<?, ?> pending : submission.pendings()) {
            if (pending.done().isDone()) {
                continue;
            }
            Optional<Throwable> failure = away.isPresent() ? away : tried(List.of(pending));
            failure.ifPresent(pending::fail);
            away = failure.filter(this::isAway);
        }
    }

    /** Completes them if they could be committed; else says why not, and leaves them. */
    private Optional<Throwable> tried(List<Submission.Pending<?, ?>> pendings) {
        stall.begins();
        try {
            Optional<Throwable> failure = triedAgain(pendings);
            failure.filter(this::isAway).ifPresent(trouble::failed);
            return failure;
        } finally {
            stall.ended();
        }
    }

    private Optional<Throwable> triedAgain(List<Submission.Pending<?, ?>> pendings) {
        long began = System.nanoTime();
        Optional<Throwable> failure = triedOnce(pendings);
        for (int tries = 1;
                tries < MOST_TRIES
                        && failure.filter(again).isPresent()
                        && System.nanoTime() - began < MOST_NANOS
                        && hasPaused();
                tries++) {
            failure = triedOnce(pendings);
        }
        return failure;
    }

    private Optional<Throwable> triedOnce(List<Submission.Pending<?, ?>> pendings) {
        List<Runnable> completions;
        try {
            completions = inOneTransaction(pendings);
            trouble.worked();
        } catch (RuntimeException | Error e) {
            if (isAway(e) && !again.test(e)) {
                doubt();
            }
            return Optional.of(e);
        }
        doubt = false;
        completions.forEach(Runnable::run);
        return Optional.empty();
    }

    /** Not as long as the other: two that met would meet again. */
    private static boolean hasPaused() {
        try {
            TimeUnit.MILLISECONDS.sleep(1 + ThreadLocalRandom.current().nextInt(PAUSE_MILLIS));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Once until something is committed, however often that fails. */
    private void doubt() {
        if (committing && !doubt) {
            doubt = true;
            whenInDoubt.run();
        }
    }

    private boolean isAway(Throwable failure) {
        return failure instanceof StoreLostException || away.test(failure);
    }

    private List<Runnable> inOneTransaction(List<Submission.Pending<?, ?>> group) {
        Map<Change<?, ?>, List<Submission.Pending<?, ?>>> byKind = new LinkedHashMap<>();
        group.forEach(pending -> byKind.computeIfAbsent(pending.change(), kind -> new ArrayList<>())
                .add(pending));
        List<Runnable> completions = new ArrayList<>(group.size());
        committing = false;
        refuseIfLost();
        try (Handle tx = writer.get()) {
            try {
                tx.useTransaction(open -> {
                    Instant now = clock.now(open);
                    byKind.forEach((kind, pendings) -> completions.addAll(apply(open, kind, pendings, now)));
                    committing = true;
                });
                committing = false;
            } catch (RuntimeException | Error e) {
                giveBack(tx);
                throw e;
            }
        }
        refuseIfLost(); // it may have gone while it was written, and then nothing is on disk
        return completions;
    }

    /**
     * Where {@code COMMIT} itself fails, Jdbi may roll nothing back, and tells nobody who wanted to hear of a rollback: places in lanes
     * would be lost. It tells them here; where it did so before, nobody is left, and {@link SureRollback} lets it end in any case.
     */
    private static void giveBack(Handle tx) {
        tx.rollback();
    }

    private void refuseIfLost() {
        lost.get().ifPresent(what -> {
            throw new StoreLostException(what);
        });
    }

    @SuppressWarnings("unchecked") // pendings are grouped by their own change
    private static <I, R> List<Runnable> apply(
            Handle tx, Change<?, ?> kind, List<Submission.Pending<?, ?>> pendings, Instant now) {
        Change<I, R> change = (Change<I, R>) kind;
        List<I> inputs = new ArrayList<>(pendings.size());
        pendings.forEach(pending -> inputs.add((I) pending.input()));
        List<R> results = change.apply(tx, inputs, now);
        if (results.size() != inputs.size()) {
            throw new IllegalStateException(change.getClass().getName() + " gave " + results.size() + " results for "
                    + inputs.size() + " inputs");
        }
        List<Runnable> completions = new ArrayList<>(pendings.size());
        for (int i = 0; i < pendings.size(); i++) {
            CompletableFuture<R> done = (CompletableFuture<R>) pendings.get(i).done();
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
        stall.close();
    }
}
