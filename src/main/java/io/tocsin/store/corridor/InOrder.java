package io.tocsin.store.corridor;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Settles ends of one kind in the order in which they are given: nothing is committed while an end before it is neither
 * committed nor refused for good. While the store is away everything waits behind the first end that it did not take.
 *
 * <p>One group of ends is with the store at a time. What is given meanwhile is the next one, submitted by the thread that
 * committed the last: so it is in the next commit, and order costs no flush.
 *
 * @param <I> an end
 * @param <R> what comes of it
 */
public final class InOrder<I, R> {

    /** What nobody waits for is committed by then. */
    private static final Duration LATER = Duration.ofMillis(100);

    private final Corridor corridor;
    private final Change<I, R> change;
    private final Deque<Waiting<I, R>> waiting = new ArrayDeque<>();
    private final Predicate<I> canWait;
    private boolean busy;
    private boolean unhurried;

    private record Waiting<I, R>(I input, CompletableFuture<R> done) {}

    InOrder(Corridor corridor, Change<I, R> change, Predicate<I> canWait) {
        this.corridor = corridor;
        this.change = change;
        this.canWait = canWait;
    }

    /** Commits this after all that was given before; the result is as of {@link Corridor#settle}. */
    public CompletableFuture<R> settle(I input) {
        Waiting<I, R> last = new Waiting<>(input, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(last);
            if (busy) {
                hurryFor(input);
                return last.done;
            }
            busy = true;
        }
        next();
        return last.done;
    }

    /** What is before this may have time, but this has not. */
    private void hurryFor(I input) {
        if (unhurried && !canWait.test(input)) {
            unhurried = false;
            corridor.store().hurry();
        }
    }

    private void next() {
        List<Waiting<I, R>> group = take();
        if (group.isEmpty()) {
            return;
        }
        List<I> inputs = group.stream().map(Waiting::input).toList();
        List<CompletableFuture<R>> results = unhurried(inputs)
                ? corridor.store().submitWithNext(change, inputs, LATER)
                : corridor.store().submitInOrder(change, inputs);
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> settled(group, results));
    }

    private synchronized List<Waiting<I, R>> take() {
        int fitting = Store.fitting(
                change, waiting.stream().map(Waiting::input).limit(1_000).toList());
        List<Waiting<I, R>> group = new ArrayList<>(fitting);
        while (group.size() < fitting) {
            group.add(waiting.remove());
        }
        busy = !group.isEmpty();
        return group;
    }

    private synchronized boolean unhurried(List<I> inputs) {
        unhurried = inputs.stream().allMatch(canWait) && waiting.isEmpty();
        return unhurried;
    }

    private void settled(List<Waiting<I, R>> group, List<CompletableFuture<R>> results) {
        int settled = 0;
        while (settled < group.size() && !mayBeTakenLater(results.get(settled))) {
            settled++;
        }
        putBack(group.subList(settled, group.size()));
        for (int i = 0; i < settled; i++) {
            complete(group.get(i).done, results.get(i));
        }
        if (settled == group.size()) {
            next();
        } else {
            later();
        }
    }

    /** Whoever waits hears of anything that goes wrong: a place in a lane that is not given back is lost. */
    private void later() {
        try {
            corridor.timer().schedule(this::next, corridor.interval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            List<Waiting<I, R>> all;
            synchronized (this) {
                all = List.copyOf(waiting);
                waiting.clear();
                busy = false;
            }
            all.forEach(each -> each.done.completeExceptionally(stopping));
        }
    }

    private boolean mayBeTakenLater(CompletableFuture<R> result) {
        return result.isCompletedExceptionally()
                && corridor.store()
                        .mayTakeLater(result.handle((value, failure) -> failure).join());
    }

    private synchronized void putBack(List<Waiting<I, R>> group) {
        for (int i = group.size() - 1; i >= 0; i--) {
            waiting.addFirst(group.get(i));
        }
    }

    private static <R> void complete(CompletableFuture<R> done, CompletableFuture<R> result) {
        result.whenComplete((value, failure) -> {
            if (failure == null) {
                done.complete(value);
            } else {
                done.completeExceptionally(failure);
            }
        });
    }
}
