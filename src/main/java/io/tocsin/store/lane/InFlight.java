package io.tocsin.store.lane;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets at most so many tasks go on at once, where a task may go on after it has given its thread back. */
final class InFlight implements Executor {
    private final int most;
    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final ThreadLocal<End> mine = new ThreadLocal<>();
    private int goingOn;

    /** The end of one task. */
    private final class End implements Runnable {
        private final AtomicBoolean over = new AtomicBoolean();
        private boolean later;

        @Override
        public void run() {
            if (over.compareAndSet(false, true)) {
                next();
            }
        }
    }

    /**
     * Nothing yet.
     *
     * @param most how many at once, at least 1
     * @param threads begin them
     */
    InFlight(int most, Executor threads) {
        this.most = most;
        this.threads = threads;
    }

    /** Begins it now, or when one that goes on is over. */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (goingOn >= most) {
                waiting.add(task);
                return;
            }
            goingOn++;
        }
        begin(task);
    }

    private void begin(Runnable task) {
        threads.execute(() -> {
            End end = new End();
            mine.set(end);
            try {
                task.run();
            } finally {
                mine.remove();
                if (!end.later) {
                    end.run();
                }
            }
        });
    }

    /**
     * Said by the task at hand: it is not over when it gives its thread back.
     *
     * @return what it calls then; only the first call counts
     */
    Runnable goesOn() {
        End end = mine.get();
        end.later = true;
        return end;
    }

    private void next() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                goingOn--;
                return;
            }
        }
        try {
            begin(next);
        } catch (RejectedExecutionException stopped) {
            next(); // the lane is stopped: what waits is due again at the next start
        }
    }
}
