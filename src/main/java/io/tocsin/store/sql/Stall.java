package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Sees to it that no sender waits for a database that does not answer. Once a transaction takes longer than senders are kept waiting,
 * all who wait are told that the store is away, whether or not their events are in that transaction, and so is whoever comes until it
 * ends; who is better told later than kept waiting comes again. Of events that are in that transaction nobody knows then whether
 * they are stored, as after any answer that was lost: if they are, a repeat is known by its id.
 *
 * <p>The committer says when a transaction begins and ends; a thread of its own looks at the time meanwhile.
 */
final class Stall implements AutoCloseable {

    /** How often it looks; senders may wait so much longer. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Optional<Patience> patience;
    private final StoreTrouble trouble;
    private final Runnable breakOff;
    private final LongSupplier nanos;
    private final Queue<Submission> senders = new ConcurrentLinkedQueue<>();
    private volatile boolean underWay;
    private volatile long began;
    private volatile boolean closed;
    private boolean brokenOff;

    /**
     * @param patience empty where the database is no further away than a file
     * @param trouble told of it
     * @param breakOff breaks the connection of the transaction off; from another thread than uses it
     * @param nanos as {@link System#nanoTime()}
     */
    Stall(Optional<Patience> patience, StoreTrouble trouble, Runnable breakOff, LongSupplier nanos) {
        this.patience = patience;
        this.trouble = trouble;
        this.breakOff = breakOff;
        this.nanos = nanos;
    }

    /** Looks from now on, by itself. */
    void start() {
        if (patience.isPresent()) {
            Thread looks = new Thread(this::run, "store-patience");
            looks.setDaemon(true);
            looks.start();
        }
    }

    private void run() {
        while (!closed) {
            look();
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** A transaction begins. */
    void begins() {
        began = nanos.getAsLong();
        underWay = true;
    }

    /** It ended, whichever way. */
    void ended() {
        underWay = false;
        for (Submission first = senders.peek(); first != null && first.isOver(); first = senders.peek()) {
            senders.remove(first); // they are answered in about the order in which they came
        }
    }

    /** Whether a transaction takes so long that nobody is kept waiting for it any more. */
    boolean isOn() {
        return patience.isPresent() && lasts(patience.get().answer());
    }

    /** A sender waits for this. */
    void waits(Submission accept) {
        if (patience.isPresent()) {
            senders.add(accept);
        }
    }

    /** One look at the time. */
    void look() {
        if (!isOn()) {
            brokenOff = false;
            if (trouble.cause().isPresent()) {
                tellThoseWhoCameBefore(nanos.getAsLong()
                        - patience.map(Patience::answer).orElse(Duration.ZERO).toNanos());
            }
            return;
        }
        trouble.stalled(noAnswer());
        tellThoseWhoCameBefore(nanos.getAsLong());
        if (!brokenOff && lasts(patience.get().transaction())) {
            brokenOff = true;
            // It may have to wait for whoever writes on that connection; that is nobody's who waits here.
            Thread breaking = new Thread(breakOff, "store-break-off");
            breaking.setDaemon(true);
            breaking.start();
        }
    }

    /** Each may have waited for several transactions that failed before they took too long. */
    private void tellThoseWhoCameBefore(long when) {
        for (Submission first = senders.peek(); first != null && first.until() - when <= 0; first = senders.peek()) {
            senders.remove(first);
            first.fail(noAnswer());
        }
    }

    /** What senders are told while it lasts. */
    StoreUnavailableException noAnswer() {
        return new StoreUnavailableException("no answer from the database within "
                + patience.map(Patience::answer).orElse(Duration.ZERO).toMillis() + " ms");
    }

    private boolean lasts(Duration longer) {
        return underWay && nanos.getAsLong() - began > longer.toNanos();
    }

    @Override
    public void close() {
        closed = true;
    }
}
