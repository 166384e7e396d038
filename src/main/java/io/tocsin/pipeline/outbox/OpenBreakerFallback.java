package io.tocsin.pipeline.outbox;

import io.tocsin.model.time.Span;
import io.tocsin.store.corridor.Corridor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a receiver's breaker while its lane runs, and has the fallback take over once it was open for too long. */
final class OpenBreakerFallback {

    private static final Logger LOG = LoggerFactory.getLogger(OpenBreakerFallback.class);
    private static final Duration SAY_AFTER = Duration.ofMinutes(5);

    private final OutboxEndpoint outbox;
    private final Corridor corridor;
    private final BreakerGate breaker;
    private final BreakerWatch watch;
    private final TakeOver takingOver;
    private ScheduledFuture<?> looking;
    private int unsaid;
    private Instant saidAt = Instant.EPOCH;

    OpenBreakerFallback(OutboxEndpoint outbox, Corridor corridor, BreakerGate breaker, TakeOver takingOver) {
        this.outbox = outbox;
        this.corridor = corridor;
        this.breaker = breaker;
        this.watch = new BreakerWatch(outbox.options().fallbackAfter());
        this.takingOver = takingOver;
    }

    /** Begins to look at every interval, where there is a fallback and a time after which it takes over. */
    synchronized void start() {
        if (!outbox.options().fallback().isEmpty()
                && !outbox.options().fallbackAfter().isZero()) {
            long millis = corridor.interval().toMillis();
            looking = corridor.timer().scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    synchronized void stop() {
        if (looking != null) {
            looking.cancel(false);
        }
    }

    /** A timer forgets a task that throws. */
    private void look() {
        try {
            breaker.state()
                    .flatMap(state -> watch.look(state, corridor.clock().instant()))
                    .filter(openFor -> corridor.lanes()
                            .find(OutboxLanes.lane(outbox.options().fallback()))
                            .isPresent())
                    .ifPresent(this::takeOver);
        } catch (RuntimeException e) {
            LOG.warn("{} could not look at its breaker; it tries again", outbox.receiver(), e);
        }
    }

    private void takeOver(Duration openFor) {
        corridor.store()
                .submit(
                        takingOver,
                        new TakeOver.Order(outbox.receiver(), outbox.options().fallback(), openFor))
                .whenComplete((count, failure) -> {
                    if (failure != null && !corridor.store().isAway(failure)) {
                        LOG.warn(
                                "{} could not take over from {}",
                                outbox.options().fallback(),
                                outbox.receiver(),
                                failure);
                    } else if (failure == null && count > 0) {
                        say(count, openFor);
                    }
                });
    }

    /** At once the first time and then now and then: what is made while the breaker is open is taken over one by one. */
    private synchronized void say(int count, Duration openFor) {
        unsaid += count;
        Instant now = corridor.clock().instant();
        boolean justSaid = !now.isBefore(saidAt) && now.isBefore(saidAt.plus(SAY_AFTER)); // a clock may be set back
        if (!justSaid) {
            LOG.warn(
                    "{} takes over {} from {}, whose breaker has been open for {}",
                    outbox.options().fallback(),
                    unsaid,
                    outbox.receiver(),
                    Span.words(openFor));
            unsaid = 0;
            saidAt = now;
        }
    }
}
