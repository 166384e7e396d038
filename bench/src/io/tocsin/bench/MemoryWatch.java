package io.tocsin.bench;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;

/** The most resident memory that a child had, looked at five times a second. */
final class MemoryWatch implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final DoubleAccumulator most = new DoubleAccumulator(Math::max, 0);

    MemoryWatch(Child child) {
        clock.scheduleAtFixedRate(() -> most.accumulate(child.residentMb()), 0, 200, TimeUnit.MILLISECONDS);
    }

    /** In MB, so far. */
    double most() {
        return most.get();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
