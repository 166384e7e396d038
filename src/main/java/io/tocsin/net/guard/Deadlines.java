package io.tocsin.net.guard;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What a hub, or one client of it, waits for from other machines: each exchange with a deadline, all ended when it stops. */
public final class Deadlines {
    /** The name under which a Camel context has them. */
    public static final String BEAN = "deadlines";

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Set<Deadline> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** None yet, and no thread as long as there is none. */
    public Deadlines() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins an exchange.
     *
     * @param limit the longest that it may take
     * @param end ends it from another thread: closes its connection; may come at any time until it is closed, once
     */
    public Deadline start(Duration limit, Runnable end) {
        Deadline deadline = new Deadline(this, end);
        open.add(deadline);
        deadline.restart(limit);
        return deadline;
    }

    /** Ends every exchange that is still waited for when so much time is over. */
    public void endAllIn(Duration time) {
        schedule(() -> open.forEach(Deadline::pass), time);
    }

    Future<?> schedule(Runnable work, Duration in) {
        return timer.schedule(work, in.toMillis(), TimeUnit.MILLISECONDS);
    }

    void forget(Deadline deadline) {
        open.remove(deadline);
    }
}
