package io.tocsin.store.lane;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes work from the store, never more than it has room for, so that what is slow fills the store and nobody else's
 * lane.
 *
 * <p>Work reaches a lane in two ways. Whoever makes a row may {@linkplain #reserve reserve} a place first, write the row as already
 * claimed, and hand it over after the commit, which saves a claim and a commit. And a lane claims due rows when it is woken, by
 * whoever writes one that found no place or by the {@link Poller}, which finds what became due by time alone. A lane with a backlog
 * in the store gives no places away, so that older rows are not overtaken.
 *
 * <p>What waits in a lane is claimed, but its work has not begun: it can be {@linkplain Lanes#recall recalled}, and it is given
 * back where it would wait for too long, where the lane's gate closes, and where the lane stops.
 *
 * @param <T> a claimed row
 */
public final class Lane<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** A lane whose first row has waited for this part of the longest wait takes no more. */
    private static final int SLOW = 10;

    private final LaneSettings settings;
    private final LaneWork<T> work;
    private final Executor executor;
    private final UnaryOperator<Runnable> turns;
    private final Optional<InHand<T>> claims;

    private final Waiting<T> waiting = new Waiting<>();
    private final Places places = new Places();
    private CompletableFuture<Void> isDrained = CompletableFuture.completedFuture(null);

    /**
     * @param executor runs the work, as much at once as the lane does at once
     * @param turns gives each row that begins its turn, in their order
     * @param renewal keeps the claims of what is in hand; empty where they end in any case
     */
    public Lane(
            LaneSettings settings,
            LaneWork<T> work,
            Executor executor,
            UnaryOperator<Runnable> turns,
            Optional<Renewal<T>> renewal) {
        this.settings = settings;
        this.work = work;
        this.executor = executor;
        this.turns = turns;
        this.claims = renewal.map(keeping -> new InHand<>(settings.name(), keeping));
    }

    /** The lane's name. */
    public String name() {
        return settings.name();
    }

    /** How many claimed rows are not settled yet. */
    public synchronized int inHand() {
        return places.taken();
    }

    /** Starts claiming. */
    public void start() {
        synchronized (this) {
            places.open();
        }
        wake();
    }

    /** Stops claiming, and gives back what has not begun; completes when everything in hand is settled. */
    public CompletableFuture<Void> stop() {
        List<Waiting.Row<T>> left;
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        synchronized (this) {
            places.close();
            isDrained = stopped;
            left = waiting.all();
        }
        giveBack(left);
        completeIfDrained();
        return stopped;
    }

    /** Says that there may be due rows. Never throws: what it can't do now it does at the next wake. */
    public void wake() {
        synchronized (this) {
            places.wake();
        }
        try {
            pump();
        } catch (RuntimeException e) {
            LOG.warn("lane {} could not look for due rows; it tries again", name(), e);
        }
    }

    /** Renews the claims of what is in hand, where it is time for that, and gives back what has waited for too long. */
    void keep() {
        claims.ifPresent(InHand::renew);
        settings.longestWait().ifPresent(longest -> {
            List<Waiting.Row<T>> stale;
            synchronized (this) {
                stale = waiting.before(now().minus(longest));
            }
            giveBack(stale);
        });
    }

    /** The claims of all that is in hand. */
    Set<Claim> claims() {
        return claims.map(InHand::claims).orElse(Set.of());
    }

    /** Whether half of its places and more are free, and they are more than are needed to do as much at once as it can. */
    synchronized boolean hasManyPlaces() {
        Depth depth = most();
        return depth.held() > depth.concurrency() && places.taken() * 2 <= depth.held();
    }

    /** Gives back all that waits. */
    void giveBackWaiting() {
        List<Waiting.Row<T>> all;
        synchronized (this) {
            all = waiting.all();
        }
        giveBack(all);
    }

    /** Has nothing in hand any more that is surely its own. */
    void lose() {
        claims.ifPresent(InHand::lose);
        giveBackWaiting();
    }

    /** Whether nobody else can have claimed a row meanwhile that is in hand. */
    boolean holds(T row) {
        return claims.map(kept -> kept.holds(row)).orElse(true);
    }

    /**
     * Takes a place for a row about to be written as claimed; empty where there is none.
     *
     * @param size how many characters the row keeps in memory
     */
    public Optional<Place<T>> reserve(long size) {
        synchronized (this) {
            if (!places.take(most().held(), () -> work.takesHandovers() && work.gate() > 0 && !isSlow())) {
                return Optional.empty();
            }
        }
        settings.size().add(size);
        return Optional.of(new Reserved(size));
    }

    /** Whether what is handed over now would wait for long. */
    private boolean isSlow() {
        return settings.longestWait()
                .filter(longest -> waiting.hasBefore(now().minus(longest.dividedBy(SLOW))))
                .isPresent();
    }

    private Depth most() {
        Depth depth = settings.depth();
        return settings.size().hasRoom() ? depth : new Depth(depth.concurrency(), depth.capacity());
    }

    private final class Reserved implements Place<T> {
        private final long size;

        Reserved(long size) {
            this.size = size;
        }

        @Override
        public void cancel() {
            settings.size().remove(size);
            synchronized (Lane.this) {
                places.free();
            }
            completeIfDrained();
            pump();
        }

        @Override
        public void handOver(T row) {
            settings.meter().handedOver();
            take(row, size);
        }
    }

    /** Never throws: it is called after a commit, which must not look as if it had failed. */
    private void take(T row, long size) {
        Waiting.Row<T> taken = new Waiting.Row<>(row, work.urgency(row), work.subject(row), size, now());
        claims.ifPresent(kept -> kept.take(row));
        boolean stopped;
        synchronized (this) {
            stopped = !places.isOpen();
            if (!stopped) {
                waiting.add(taken);
            }
        }
        if (stopped) {
            giveBack(List.of(taken));
            return;
        }
        try {
            executor.execute(this::begin);
        } catch (RejectedExecutionException ended) {
            LOG.info("lane {} is stopped; a row that was meant for it is due again when its lease ends", name());
            synchronized (this) {
                waiting.all().forEach(this::drop);
            }
            completeIfDrained();
        }
    }

    /** Claims if there is something to claim and room for it. */
    void pump() {
        Optional<Places.Wish> wish;
        synchronized (this) {
            wish = places.wish(most(), work::gate, now());
        }
        wish.map(Claiming::new).ifPresent(asked -> work.claim(asked).whenComplete((done, failure) -> {
            if (failure != null) {
                asked.failed(failure);
            }
        }));
    }

    private final class Claiming implements Asked<T> {
        private final Places.Wish wish;
        /** Its commit may be told to have failed after it was made. */
        private boolean over;

        Claiming(Places.Wish wish) {
            this.wish = wish;
        }

        @Override
        public int room() {
            return wish.room();
        }

        @Override
        public void claimed(Handle tx, List<T> rows, boolean all, Instant now) {
            tx.afterRollback(() -> {
                synchronized (Lane.this) {
                    places.undone();
                }
            });
            synchronized (Lane.this) {
                places.claimed(wish, all);
            }
            tx.afterCommit(() -> took(rows));
        }

        private void took(List<T> rows) {
            settings.meter().claimed(rows.size());
            synchronized (Lane.this) {
                over = true;
                places.over(wish, rows.size());
            }
            rows.forEach(row -> {
                long size = work.size(row);
                settings.size().add(size);
                take(row, size);
            });
            completeIfDrained();
            pump();
        }

        private void failed(Throwable failure) {
            synchronized (Lane.this) {
                if (!over) {
                    over = true;
                    places.over(wish, 0);
                }
            }
            if (!settings.said().test(failure)) {
                LOG.warn("lane {} could not claim ({}); it tries again", name(), reason(failure));
            }
            completeIfDrained();
        }
    }

    private static String reason(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.toString();
    }

    /** Begins the most urgent of what waits, if it may. */
    private void begin() {
        Runnable next = work::beganNothing; // where it was taken out again
        List<Waiting.Row<T>> left = List.of();
        synchronized (this) {
            if (!work.mayBegin()) {
                left = waiting.all();
            } else {
                Optional<Waiting.Row<T>> first = waiting.next();
                if (first.isPresent()) {
                    next = turns.apply(() -> run(first.get()));
                }
            }
        }
        giveBack(left);
        next.run();
    }

    private void run(Waiting.Row<T> row) {
        CompletableFuture<?> settled;
        try {
            settled = work.work(row.row);
        } catch (Throwable e) {
            // An Error, too: a place that is not given back would be lost until the hub stops.
            settled = CompletableFuture.failedFuture(e);
        }
        settled.whenComplete((ignored, failure) -> {
            if (failure != null) {
                LOG.error("lane {} could not settle a row; it is due again when its lease ends", name(), failure);
            }
            synchronized (this) {
                forget(row);
                places.done(now());
            }
            completeIfDrained();
            pump();
        });
    }

    private void giveBack(List<Waiting.Row<T>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        synchronized (this) {
            places.leave();
        }
        work.giveBack(rows.stream().map(row -> row.row).toList()).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "lane {} could not give back what it had not begun; it is due again when its lease ends",
                        name(),
                        failure);
            }
            gaveBack(rows);
        });
    }

    private void gaveBack(List<Waiting.Row<T>> rows) {
        synchronized (this) {
            places.leave();
            rows.forEach(this::drop);
        }
        completeIfDrained();
        pump();
    }

    /** Gives back, in this transaction, what waits and is about one of these. */
    void recall(Handle tx, Collection<String> subjects) {
        List<Waiting.Row<T>> recalled;
        synchronized (this) {
            recalled = waiting.about(subjects);
        }
        if (recalled.isEmpty()) {
            return;
        }
        tx.afterRollback(() -> putBack(recalled));
        tx.afterCommit(() -> gaveBack(recalled));
        work.giveBack(tx, recalled.stream().map(row -> row.row).toList());
    }

    private void putBack(List<Waiting.Row<T>> rows) {
        boolean stopped;
        synchronized (this) {
            stopped = !places.isOpen();
            if (!stopped) {
                rows.forEach(waiting::add);
            }
        }
        if (stopped) {
            giveBack(rows);
        } else {
            rows.forEach(row -> executor.execute(this::begin));
        }
    }

    private void drop(Waiting.Row<T> row) {
        forget(row);
        places.free();
    }

    private void forget(Waiting.Row<T> row) {
        claims.ifPresent(kept -> kept.settle(row.row));
        settings.size().remove(row.size);
    }

    private Instant now() {
        return settings.clock().instant();
    }

    private void completeIfDrained() {
        CompletableFuture<Void> stopped;
        synchronized (this) {
            if (!places.isOver()) {
                return;
            }
            stopped = isDrained;
        }
        stopped.complete(null);
    }
}
