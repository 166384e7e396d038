package io.tocsin.store.corridor;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Settles ends of one kind in the order in which they are given: nothing is committed while an end before it is neither
 * committed nor refused for good. While the store is away everything waits behind the first end that it did not take; where only a row
 * is locked that one end needs, what is of the {@linkplain Change#order same order} waits behind it, and the rest goes on.
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
    /** Ends that meet a locked row, and what has to stay behind them, in their order. */
    private final Deque<Waiting<I, R>> aside = new ArrayDeque<>();

    private final Set<Object> ordersAside = new HashSet<>();
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
            if (!ordersAside.isEmpty() && ordersAside.contains(change.order(input))) {
                aside.add(last); // a timer runs until nothing is aside
                return last.done;
            }
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
        boolean away = false;
        List<Waiting<I, R>> back = new ArrayList<>();
        List<Waiting<I, R>> heldUp = new ArrayList<>();
        List<Integer> settled = new ArrayList<>(group.size());
        for (int i = 0; i < group.size(); i++) {
            Optional<Throwable> later = later(results.get(i));
            if (!away && later.filter(corridor.store()::isHeldUp).isPresent()) {
                heldUp.add(group.get(i));
            } else if (away || later.isPresent()) {
                away = true;
                back.add(group.get(i));
            } else {
                settled.add(i);
            }
        }
        boolean first = putBack(back, heldUp);
        settled.forEach(i -> complete(group.get(i).done, results.get(i)));
        if (first) {
            schedule(this::nextOfAside);
        }
        if (back.isEmpty()) {
            next();
        } else {
            schedule(this::next);
        }
    }

    /** What has to stay behind ends that are aside goes with them. @return whether nothing was aside before */
    private synchronized boolean putBack(List<Waiting<I, R>> back, List<Waiting<I, R>> heldUp) {
        for (int i = back.size() - 1; i >= 0; i--) {
            waiting.addFirst(back.get(i));
        }
        if (heldUp.isEmpty()) {
            return false;
        }
        boolean first = aside.isEmpty();
        heldUp.forEach(each -> ordersAside.add(change.order(each.input)));
        aside.addAll(heldUp);
        for (Iterator<Waiting<I, R>> rest = waiting.iterator(); rest.hasNext(); ) {
            Waiting<I, R> each = rest.next();
            if (ordersAside.contains(change.order(each.input))) {
                rest.remove();
                aside.add(each);
            }
        }
        return first;
    }

    /** They come before all that waits. */
    private void nextOfAside() {
        synchronized (this) {
            while (!aside.isEmpty()) {
                waiting.addFirst(aside.removeLast());
            }
            ordersAside.clear();
            if (busy) {
                return; // with the next group
            }
            busy = true;
        }
        next();
    }

    /** Whoever waits hears of anything that goes wrong: a place in a lane that is not given back is lost. */
    private void schedule(Runnable again) {
        try {
            corridor.timer().schedule(again, corridor.interval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            List<Waiting<I, R>> all = new ArrayList<>();
            synchronized (this) {
                all.addAll(aside);
                all.addAll(waiting);
                aside.clear();
                ordersAside.clear();
                waiting.clear();
                busy = false;
            }
            all.forEach(each -> each.done.completeExceptionally(stopping));
        }
    }

    /** Why it may be taken later, if that is so. */
    private Optional<Throwable> later(CompletableFuture<R> result) {
        return result.isCompletedExceptionally()
                ? Optional.of(result.handle((value, failure) -> failure).join()).filter(corridor.store()::mayTakeLater)
                : Optional.empty();
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
