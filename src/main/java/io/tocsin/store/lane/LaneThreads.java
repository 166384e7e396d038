package io.tocsin.store.lane;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of one lane: a few as long as its work gives them back while it waits, and as many as rows may be worked on
 * where it {@linkplain #areHeld keeps} them. Where a step keeps one against expectation, and work waits of which none has
 * begun for a moment, there are twice as many from then on, until the lane has rested.
 */
final class LaneThreads extends ThreadPoolExecutor {
    /** Longer than any pause of a machine that has too much to do. */
    static final Duration MOMENT = Duration.ofSeconds(1);

    private static final Duration REST = Duration.ofSeconds(10);
    private static final int PROCESSORS_PER_THREAD = 2;

    private final int most;
    private final Duration moment;
    private final ScheduledExecutorService timer;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile int usual;

    /**
     * None before there is work.
     *
     * @param most how many at most, at least 1
     * @param moment after how long without a beginning they count as held
     * @param timer looks then
     */
    LaneThreads(int most, Duration moment, ThreadFactory threads, ScheduledExecutorService timer) {
        super(
                few(most),
                most,
                REST.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                new AbortPolicy());
        allowCoreThreadTimeOut(true);
        this.usual = few(most);
        this.most = most;
        this.moment = moment;
        this.timer = timer;
    }

    private static int few(int most) {
        int half = Runtime.getRuntime().availableProcessors() / PROCESSORS_PER_THREAD;
        return Math.min(most, Math.max(1, half));
    }

    /** The lane's work has been seen to keep its thread until it was done: each row needs one. */
    void areHeld() {
        if (usual < most) {
            usual = most;
            setCorePoolSize(most);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (getCorePoolSize() > usual && getPoolSize() == 0) {
            setCorePoolSize(usual); // it has rested
        }
        super.execute(task);
        watch();
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
        begun.incrementAndGet();
    }

    private void watch() {
        if (!getQueue().isEmpty() && getCorePoolSize() < most && watched.compareAndSet(false, true)) {
            long before = begun.get();
            timer.schedule(() -> look(before), moment.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look(long before) {
        watched.set(false);
        if (!getQueue().isEmpty() && begun.get() == before) {
            setCorePoolSize(Math.min(most, 2 * getCorePoolSize()));
        }
        watch();
    }
}
