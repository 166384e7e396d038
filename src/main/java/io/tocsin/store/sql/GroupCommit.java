package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * <p>On a store of several hubs each kind of change that works on rows which other hubs may work on has a transaction of its own ({@link
 * Change#ridesAlong}): each kind holds its rows in one order, so that no two hubs wait for each other.
 *
 * <p>Where a transaction meets another hub's, it is tried again as it is, a few times.
 *
 * <p>Where a transaction fails, its changes are tried again one by one, each in a transaction of its own, so that a
 * poison change fails alone, and one that meets a row which stays locked waits alone ({@link HeldUp}). Where the store itself is away they fail together: each would wait as long for it as the
 * first did, and senders are better told 503 than kept waiting. Of changes that were submitted in order none is committed
 * after one that the store was away for.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** So often a transaction is tried that meets those of other hubs, and so long: senders wait for it. */
    private static final int MOST_TRIES = 10;

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration MEETS = Duration.ofSeconds(2);
    private static final int PAUSE_MILLIS = 10;

    private final NextCommit queue = new NextCommit(System::nanoTime);
    private final AtomicInteger waiting = new AtomicInteger();
    private final int capacity;
    private final Supplier<Handle> writer;
    private final StoreClock clock;
    private final Dialect dialect;
    private final boolean shared;
    private final HeldUp heldUp = new HeldUp(System::nanoTime);
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
     * @param dialect which database it is
     * @param breakOff breaks the connection off
     * @param capacity how many changes may wait
     */
    GroupCommit(Supplier<Handle> writer, StoreClock clock, Dialect dialect, Runnable breakOff, int capacity) {
        this.capacity = capacity;
        this.writer = writer;
        this.clock = clock;
        this.dialect = dialect;
        this.shared = !dialect.forUpdate().isEmpty();
        this.stall = new Stall(dialect.patience(), trouble, breakOff, System::nanoTime);
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
        return submit(change, input, Optional.empty());
    }

    /** The same with what is committed in its transaction. */
    <I, R> CompletableFuture<R> submit(Change<I, R> change, I input, Optional<Alongside> alongside) {
        return submit(change, Collections.singletonList(input), Duration.ZERO, alongside)
                .get(0);
    }

    <I, R> List<CompletableFuture<R>> submitInOrder(Change<I, R> change, List<I> inputs) {
        return submit(change, inputs, Duration.ZERO, Optional.empty());
    }

    <I, R> List<CompletableFuture<R>> submitWithNext(Change<I, R> change, List<I> inputs, Duration within) {
        return submit(change, inputs, within, Optional.empty());
    }

    void hurry() {
        queue.add(new Submission(List.of(), System.nanoTime()));
    }

    private <I, R> List<CompletableFuture<R>> submit(
            Change<I, R> change, List<I> inputs, Duration within, Optional<Alongside> alongside) {
        List<CompletableFuture<R>> results = new ArrayList<>(inputs.size());
        List<Submission.Pending<?, ?>> pendings = new ArrayList<>(inputs.size());
        for (I input : inputs) {
            CompletableFuture<R> done = new CompletableFuture<>();
            pendings.add(new Submission.Pending<>(change, input, done, alongside));
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

    /** Where the store is away for one transaction it is for the next. */
    private void commit(List<Submission> group) {
        Optional<Throwable> away = Optional.empty();
        for (List<Submission> together : shared ? byTransaction(group) : List.of(group)) {
            if (away.isPresent()) {
                Throwable failure = away.get();
                together.forEach(submission -> submission.fail(failure));
            } else {
                away = commitTogether(together);
            }
        }
    }

    /** What rides along comes first, with what senders wait for; then one kind after the other. */
    private static Collection<List<Submission>> byTransaction(List<Submission> group) {
        Map<Object, List<Submission>> parts = new LinkedHashMap<>();
        parts.put(Change.class, new ArrayList<>());
        for (Submission submission : group) {
            if (!submission.pendings().isEmpty()) {
                Change<?, ?> kind = submission.pendings().get(0).change();
                parts.computeIfAbsent(kind.ridesAlong() ? Change.class : kind, fresh -> new ArrayList<>())
                        .add(submission);
            }
        }
        return parts.values();
    }

    /** Says why the store is away, if it is. */
    private Optional<Throwable> commitTogether(List<Submission> group) {
        OneByOne waited = new OneByOne();
        if (heldUp.isAny()) {
            group.forEach(submission ->
                    waited.tryThose(submission, pending -> heldUp.knows(pending.input()), Optional.of(HeldUp.LITTLE)));
        }
        // Who was told to come again is not stored meanwhile.
        List<Submission.Pending<?, ?>> all = group.stream()
                .flatMap(each -> each.pendings().stream())
                .filter(pending -> !pending.done().isDone())
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Optional<Throwable> failure = tried(all, Optional.empty());
        if (failure.isEmpty()) {
            return Optional.empty();
        }
        if (isAway(failure.get())) {
            all.forEach(pending -> pending.fail(failure.get()));
            return failure;
        }
        if (all.size() == 1) {
            whileNobodyElseWaits(all, failure.get()).ifPresent(why -> fail(all.get(0), why));
            return Optional.empty();
        }
        LOG.warn(
                "a transaction of {} changes failed ({}); trying them one by one",
                all.size(),
                failure.get().toString());
        Optional<Duration> lock = failure.filter(this::isHeldUp).map(met -> HeldUp.LITTLE);
        group.forEach(submission -> waited.tryThose(submission, pending -> true, lock));
        return Optional.empty();
    }

    /** One that meets a locked row keeps nobody waiting then, and may wait for longer: what a hub does at its start, say. */
    private Optional<Throwable> whileNobodyElseWaits(List<Submission.Pending<?, ?>> one, Throwable met) {
        long began = System.nanoTime();
        Optional<Throwable> failure = Optional.of(met);
        while (failure.filter(this::isHeldUp).isPresent()
                && waiting.get() == 0
                && !closed
                && System.nanoTime() - began < MOST_NANOS) {
            failure = tried(one, Optional.empty());
        }
        return failure;
    }

    /** Hubs' own transactions are short: whoever meets another for as long as it is tried meets a row that stays locked. */
    private boolean isHeldUp(Throwable failure) {
        return failure instanceof MeetsAnotherException || dialect.isHeldUp(failure);
    }

    private void fail(Submission.Pending<?, ?> pending, Throwable failure) {
        if (isHeldUp(failure)) {
            heldUp.met(pending.input(), failure);
        } else {
            heldUp.ended(pending.input());
        }
        pending.fail(failure);
    }

    /** Changes of one commit that are tried each in a transaction of its own. */
    private final class OneByOne {
        private final long began = System.nanoTime();
        private final Map<Submission, Map<Object, Throwable>> behind = new IdentityHashMap<>();
        private Optional<Throwable> lastHeldUp = Optional.empty();

        /**
         * What was submitted behind a change that the store is away for waits as that does; so does what has to stay behind one that meets
         * a locked row.
         *
         * @param lock how long one waits for a locked row; empty for as long as any
         */
        void tryThose(Submission submission, Predicate<Submission.Pending<?, ?>> which, Optional<Duration> lock) {
            Optional<Throwable> away = Optional.empty();
            Map<Object, Throwable> stuck = behind.computeIfAbsent(submission, fresh -> new HashMap<>());
            Set<Object> left = new HashSet<>();
            for (Submission.Pending<?, ?> pending : submission.pendings()) {
                if (pending.done().isDone()) {
                    continue;
                }
                Object order = pending.order();
                Optional<Throwable> failure = away.isPresent() ? away : Optional.ofNullable(stuck.get(order));
                if (failure.isPresent()) {
                    pending.fail(failure.get());
                } else if (left.contains(order) || !which.test(pending)) {
                    left.add(order);
                } else {
                    failure = alone(pending, lock);
                    away = failure.filter(GroupCommit.this::isAway);
                    failure.filter(GroupCommit.this::isHeldUp).ifPresent(why -> stuck.put(order, why));
                }
            }
        }

        private Optional<Throwable> alone(Submission.Pending<?, ?> pending, Optional<Duration> lock) {
            boolean tooLong = System.nanoTime() - began > HeldUp.TOGETHER.toNanos();
            if (tooLong && lastHeldUp.isPresent()) { // whether it meets a locked row nobody knows
                pending.fail(lastHeldUp.get());
                return lastHeldUp;
            }
            Optional<Throwable> failure = tried(List.of(pending), lock);
            failure.filter(GroupCommit.this::isHeldUp).ifPresent(why -> lastHeldUp = Optional.of(why));
            failure.ifPresentOrElse(why -> fail(pending, why), () -> heldUp.ended(pending.input()));
            return failure;
        }
    }

    /**
     * Completes them if they could be committed; else says why not, and leaves them.
     *
     * @param lock how long a locked row is waited for; empty for as long as any
     */
    private Optional<Throwable> tried(List<Submission.Pending<?, ?>> pendings, Optional<Duration> lock) {
        stall.begins();
        try {
            Optional<Throwable> failure = triedAgain(pendings, lock);
            failure.filter(this::isAway).ifPresent(trouble::failed);
            return failure;
        } finally {
            stall.ended();
        }
    }

    private Optional<Throwable> triedAgain(List<Submission.Pending<?, ?>> pendings, Optional<Duration> lock) {
        long began = System.nanoTime();
        Optional<Throwable> failure = triedOnce(pendings, lock);
        Duration meets = lock.orElse(heldUp.isAny() ? HeldUp.LITTLE : MEETS);
        for (int tries = 1; mayTryAgain(failure, tries, System.nanoTime() - began, meets) && hasPaused(); tries++) {
            failure = triedOnce(pendings, lock);
        }
        return failure;
    }

    /** One that does not wait meets others more often than one that does. @param meets for how long it may */
    private boolean mayTryAgain(Optional<Throwable> failure, int tries, long nanos, Duration meets) {
        if (failure.filter(MeetsAnotherException.class::isInstance).isPresent()) {
            return nanos < meets.toNanos();
        }
        return tries < MOST_TRIES
                && nanos < MOST_NANOS
                && failure.filter(dialect::isAgain).isPresent();
    }

    private boolean isAgain(Throwable failure) {
        return failure instanceof MeetsAnotherException || dialect.isAgain(failure);
    }

    private Optional<Throwable> triedOnce(List<Submission.Pending<?, ?>> pendings, Optional<Duration> lock) {
        List<Runnable> completions;
        try {
            completions = inOneTransaction(pendings, lock);
            trouble.worked();
        } catch (RuntimeException | Error e) {
            if (isAway(e) && !isAgain(e)) {
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
        return failure instanceof StoreLostException || dialect.isAway(failure) && !dialect.isHeldUp(failure);
    }

    private List<Runnable> inOneTransaction(List<Submission.Pending<?, ?>> group, Optional<Duration> lock) {
        Map<Change<?, ?>, List<Submission.Pending<?, ?>>> byKind = byKind(group);
        List<Runnable> completions = new ArrayList<>(group.size());
        committing = false;
        refuseIfLost();
        try (Handle tx = writer.get()) {
            try {
                tx.useTransaction(open -> {
                    lock.ifPresent(most -> dialect.waitForLocks(open, most));
                    Instant now = clock.now(open);
                    List<Beside> beside = new ArrayList<>();
                    byKind.forEach((kind, pendings) -> completions.addAll(apply(open, kind, pendings, now, beside)));
                    beside.stream()
                            .sorted(Comparator.comparing(one -> one.alongside.order()))
                            .forEach(one -> one.alongside.with(open, one.result, now));
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

    /** Senders' first: these may wait for each other's ids, which is nothing to do while rows are held. */
    private static Map<Change<?, ?>, List<Submission.Pending<?, ?>>> byKind(List<Submission.Pending<?, ?>> group) {
        Map<Change<?, ?>, List<Submission.Pending<?, ?>>> byKind = new LinkedHashMap<>();
        for (boolean accepts : new boolean[] {true, false}) {
            group.stream()
                    .filter(pending -> pending.change().isAccept() == accepts)
                    .forEach(pending -> byKind.computeIfAbsent(pending.change(), kind -> new ArrayList<>())
                            .add(pending));
        }
        return byKind;
    }

    /**
     * Where {@code COMMIT} itself fails, Jdbi may roll nothing back, and tells nobody who wanted to hear of a rollback: places in lanes
     * would be lost. It tells them here; where it did so before, nobody is left, and {@link SureRollback} lets it end in any case.
     */
    private static void giveBack(Handle tx) {
        tx.rollback();
    }

    private void refuseIfLost() {
        dialect.lost().ifPresent(what -> {
            throw new StoreLostException(what);
        });
    }

    /** What is committed with a change, and what came of that. */
    private record Beside(Alongside alongside, Object result) {}

    @SuppressWarnings("unchecked") // pendings are grouped by their own change
    private static <I, R> List<Runnable> apply(
            Handle tx, Change<?, ?> kind, List<Submission.Pending<?, ?>> pendings, Instant now, List<Beside> beside) {
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
            pendings.get(i).alongside().ifPresent(one -> beside.add(new Beside(one, result)));
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
