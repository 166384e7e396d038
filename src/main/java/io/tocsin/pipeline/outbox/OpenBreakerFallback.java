package io.tocsin.pipeline.outbox;

import io.tocsin.model.time.Span;
import io.tocsin.store.corridor.Corridor;
import java.time.Duration;
import java.time.Instant;
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
    private final Runnable looking = this::look;
    private int unsaid;
    private Instant saidAt = Instant.EPOCH;

    OpenBreakerFallback(OutboxEndpoint outbox, Corridor corridor, BreakerGate breaker, TakeOver takingOver) {
        this.outbox = outbox;
        this.corridor = corridor;
        this.breaker = breaker;
        this.watch = new BreakerWatch(outbox.options().fallbackAfter());
        this.takingOver = takingOver;
    }

    /** Begins to look whenever the hub looks for what is due, where there is a fallback and a time after which it takes over. */
    void start() {
        if (!outbox.options().fallback().isEmpty()
                && !outbox.options().fallbackAfter().isZero()) {
            corridor.lanes().atEachLook(looking);
        }
    }

    void stop() {
        corridor.lanes().notAtEachLook(looking);
    }

    /** Whatever is wrong with it is nothing to the lanes. */
    private void look() {
        try {
            breaker.state()
                    .flatMap(state -> watch.look(state, corridor.clock().instant()))
                    .filter(openFor -> fallbackRuns())
                    .ifPresent(this::takeOver);
        } catch (RuntimeException e) {
            LOG.warn("{} could not look at its breaker; it tries again", outbox.receiver(), e);
        }
    }

    private boolean fallbackRuns() {
        String lane = OutboxLanes.lane(outbox.options().fallback());
        return corridor.lanes().find(lane).isPresent() || corridor.lanes().isElsewhere(lane);
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
