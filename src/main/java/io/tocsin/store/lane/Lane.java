package io.tocsin.store.lane;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes work from the store, never more than it has room for, so that what is slow fills the store and nobody else's
 * lane.
 *
 * <p>Work reaches a lane in two ways. It claims due rows when it is woken, by whoever writes one or by the {@link Poller},
 * which finds what became due by time alone. And whoever makes a row may {@linkplain #reserve() reserve} a place first, write the row as already
 * claimed, and {@linkplain #handOver hand it over} after the commit, which saves a claim and a commit. A lane with a
 * backlog gives no places away, so that older rows are not overtaken.
 *
 * @param <T> a claimed row
 */
public final class Lane<T> implements Place<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final String name;
    private final int capacity;
    private final BooleanSupplier takesHandovers;
    private final IntSupplier gate;
    private final IntFunction<CompletableFuture<List<T>>> claim;
    private final Function<T, CompletableFuture<?>> work;
    private final Executor executor;
    private final Optional<InHand<T>> claims;

    private boolean running;
    private boolean claiming;
    private boolean backlog = true; // what the last run of the hub left behind
    private int inHand;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

    /**
     * @param name for logs and metrics
     * @param capacity how many claimed rows may be in hand at once, at least 1
     * @param takesHandovers whether places may be reserved now; while not, everything is claimed
     * @param gate how many more may be claimed now, for reasons outside this lane (a breaker); 0 closes it
     * @param claim claims at most so many due rows
     * @param work does the work of one row; its future completes when the row is settled
     * @param executor runs {@code work}
     * @param renewal keeps the claims of what is in hand; empty where they end in any case
     */
    public Lane(
            String name,
            int capacity,
            BooleanSupplier takesHandovers,
            IntSupplier gate,
            IntFunction<CompletableFuture<List<T>>> claim,
            Function<T, CompletableFuture<?>> work,
            Executor executor,
            Optional<Renewal<T>> renewal) {
        this.name = name;
        this.capacity = capacity;
        this.takesHandovers = takesHandovers;
        this.gate = gate;
        this.claim = claim;
        this.work = work;
        this.executor = executor;
        this.claims = renewal.map(keeping -> new InHand<>(name, keeping));
    }

    /** The lane's name. */
    public String name() {
        return name;
    }

    /** How many claimed rows are not settled yet. */
    public synchronized int inHand() {
        return inHand;
    }

    /** Starts claiming. */
    public void start() {
        synchronized (this) {
            running = true;
        }
        wake();
    }

    /** Stops claiming; completes when everything in hand is settled. */
    public CompletableFuture<Void> stop() {
        synchronized (this) {
            running = false;
            drained = new CompletableFuture<>();
        }
        completeIfDrained();
        return drained;
    }

    /** Says that there may be due rows. Never throws: what it can't do now it does at the next wake. */
    public void wake() {
        synchronized (this) {
            backlog = true;
        }
        try {
            pump();
        } catch (RuntimeException e) {
            LOG.warn("lane {} could not look for due rows; it tries again", name, e);
        }
    }

    /** Renews the claims of what is in hand, where it is time for that. */
    void renew() {
        claims.ifPresent(InHand::renew);
    }

    /** Whether nobody else can have claimed a row meanwhile that is in hand. */
    boolean holds(T row) {
        return claims.map(kept -> kept.holds(row)).orElse(true);
    }

    /** Takes a place for a row about to be written as claimed; false where there is none. */
    public synchronized boolean reserve() {
        if (!running || !takesHandovers.getAsBoolean() || backlog || inHand >= capacity || gate.getAsInt() <= 0) {
            backlog = true;
            return false;
        }
        inHand++;
        return true;
    }

    /** Gives a reserved place back: the row was not written after all. */
    @Override
    public void cancel() {
        settled();
    }

    /**
     * Starts the work of a row whose place was reserved and which is now on disk. Never throws: it is called after a
     * commit, which must not look as if it had failed. A row that a stopped lane cannot take is due again later.
     */
    @Override
    public void handOver(T row) {
        claims.ifPresent(kept -> kept.take(row));
        try {
            executor.execute(() -> run(row));
        } catch (RejectedExecutionException stopped) {
            LOG.info("lane {} is stopped; a row that was meant for it is due again when its lease ends", name);
            claims.ifPresent(kept -> kept.settle(row));
            settled();
        }
    }

    /** Claims if there is something to claim and room for it. */
    void pump() {
        int room;
        synchronized (this) {
            if (!running || claiming || !backlog) {
                return;
            }
            room = Math.min(capacity - inHand, gate.getAsInt());
            if (room <= 0) {
                return;
            }
            claiming = true;
            backlog = false; // set again by whoever adds a row from here on
            inHand += room;
        }
        int asked = room;
        claim.apply(asked).whenComplete((rows, failure) -> claimed(asked, rows, failure));
    }

    private void claimed(int asked, List<T> rows, Throwable failure) {
        int taken = failure == null ? rows.size() : 0;
        synchronized (this) {
            claiming = false;
            inHand -= asked - taken;
            if (taken == asked) {
                backlog = true;
            }
        }
        if (failure != null) {
            LOG.warn("lane {} could not claim ({}); it tries again", name, failure.toString());
        } else {
            rows.forEach(this::handOver);
        }
        completeIfDrained();
        pump();
    }

    private void run(T row) {
        CompletableFuture<?> settled;
        try {
            settled = work.apply(row);
        } catch (Throwable e) {
            // An Error, too: a place that is not given back would be lost until the hub stops.
            settled = CompletableFuture.failedFuture(e);
        }
        settled.whenComplete((ignored, failure) -> {
            if (failure != null) {
                LOG.error("lane {} could not settle a row; it is due again when its lease ends", name, failure);
            }
            claims.ifPresent(kept -> kept.settle(row));
            settled();
        });
    }

    private void settled() {
        synchronized (this) {
            inHand--;
        }
        completeIfDrained();
        pump();
    }

    private void completeIfDrained() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (running || inHand > 0) {
                return;
            }
            waiting = drained;
        }
        waiting.complete(null);
    }
}
