package io.tocsin.app.hub;

import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.pipeline.heartbeat.SilentAlerts;
import io.tocsin.store.lane.Poller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** What the hub does at every interval: looks at its clocks, and then for what is due. */
final class Looks implements Runnable {

    private final ClockSteps steps;
    private final AtomicReference<Optional<Instant>> upTo;
    private final Heartbeats heartbeats;
    private final SilentAlerts silent;
    private final Poller poller;
    private final LongSupplier nanos;
    private volatile long lookedAt;

    /**
     * @param upTo gets the time up to which alerts may end, by the last look at the clocks
     * @param nanos monotonic time
     */
    Looks(
            ClockSteps steps,
            AtomicReference<Optional<Instant>> upTo,
            Heartbeats heartbeats,
            SilentAlerts silent,
            Poller poller,
            LongSupplier nanos) {
        this.steps = steps;
        this.upTo = upTo;
        this.heartbeats = heartbeats;
        this.silent = silent;
        this.poller = poller;
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
    }

    @Override
    public void run() {
        try {
            Optional<Instant> known = steps.look();
            upTo.set(known);
            known.ifPresentOrElse(heartbeats::tidy, silent::lookAgain);
        } finally {
            poller.look(); // what else is due does not wait for a clock that can't be read
        }
        lookedAt = nanos.getAsLong();
    }

    /** Whether no look has ended well for so long, or what a look found due has not. */
    boolean isStuckFor(Duration longest) {
        return nanos.getAsLong() - lookedAt >= longest.toNanos() || poller.isStuckFor(longest);
    }
}
