package io.tocsin.app.hub;

import io.tocsin.model.time.Throttle;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what the hub does again and again. A plain executor forgets a repeated task that throws, so that the hub would look
 * well and do it never again; here whatever a task throws, a stack overflow say, is logged and the task goes on at its next
 * turn. What fails at every turn is logged once a minute.
 */
class HubTimer extends ScheduledThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(HubTimer.class);
    private static final Duration QUIET = Duration.ofMinutes(1);

    /**
     * @param name what its threads are called
     * @param threads how many tasks run at once; tasks that can take long need a timer of their own
     */
    HubTimer(String name, int threads) {
        super(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return super.scheduleWithFixedDelay(steady(task), initialDelay, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return super.scheduleAtFixedRate(steady(task), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return super.schedule(steady(task), delay, unit);
    }

    /** Says that a task failed, and how often it did since that was last said. */
    void say(long before, Throwable failure) {
        LOG.error(
                "a task of the hub's timer failed; it goes on at its next turn{}",
                before == 0 ? "" : " (it failed " + before + " times more since the last such line)",
                failure);
    }

    private Runnable steady(Runnable task) {
        Map<Class<?>, Throttle> log = new ConcurrentHashMap<>();
        return () -> {
            try {
                task.run();
            } catch (Throwable failure) {
                log.computeIfAbsent(failure.getClass(), any -> new Throttle(QUIET, System::nanoTime))
                        .pass()
                        .ifPresent(before -> say(before, failure));
            }
        };
    }
}
