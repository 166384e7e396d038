package io.tocsin.net.guard;

import java.time.Duration;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that one exchange with another machine has as a whole. A socket's own timeout begins anew with every byte, so
 * that a server which sends one now and then would hold a sender for ever; when this time is over, what the sender waits
 * for is closed under it.
 *
 * <p>The sender asks {@link #isOver} when its exchange failed, to say what it was. For use by the one thread that makes the
 * exchange, and any thread that ends it. {@link Deadlines} makes them.
 */
public final class Deadline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);

    private final Deadlines all;
    private final Runnable end;
    private Future<?> pending;
    private Duration limit;
    private boolean over;
    private boolean closed;

    Deadline(Deadlines all, Runnable end) {
        this.all = all;
        this.end = end;
    }

    /** Gives what comes next so much time from now, in place of what was left; nothing once it is over. */
    public synchronized void restart(Duration next) {
        if (over || closed) {
            return;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        limit = next;
        pending = all.schedule(this::pass, next);
    }

    /** Whether the exchange was ended because its time was over, or because the hub stops. */
    public synchronized boolean isOver() {
        return over;
    }

    /** How much time what was done last had. */
    public synchronized Duration limit() {
        return limit;
    }

    void pass() {
        synchronized (this) {
            if (over || closed) {
                return;
            }
            over = true;
        }
        try {
            end.run();
        } catch (RuntimeException e) {
            LOG.warn("An exchange that took too long could not be ended", e);
        }
    }

    /** The exchange has ended by itself. */
    @Override
    public synchronized void close() {
        closed = true;
        if (pending != null) {
            pending.cancel(false);
        }
        all.forget(this);
    }
}
