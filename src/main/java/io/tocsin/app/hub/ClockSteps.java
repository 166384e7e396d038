package io.tocsin.app.hub;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.model.heartbeat.Heartbeats;
import io.tocsin.model.time.Span;
import io.tocsin.store.hubs.Membership;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what waits for a time from waiting too long or too short where the clock is set or the process stood still. To be run
 * before anything ends for having said nothing: while the hub stood still nobody could tell it.
 */
final class ClockSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ClockSteps.class);

    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** How old the time may be that a start compares the clock with. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final ClockWatch watch;
    private final InstantSource clock;
    private final Store store;
    private final Heartbeats heartbeats;
    private final CircuitBreakerRegistry breakers;
    private final Membership hubs;
    private Instant remembered;
    private DueTimes.Missed owed = DueTimes.Missed.NOTHING;
    private boolean paying;

    ClockSteps(
            ClockWatch watch,
            InstantSource clock,
            Store store,
            Heartbeats heartbeats,
            CircuitBreakerRegistry breakers,
            Membership hubs) {
        this.watch = watch;
        this.clock = clock;
        this.store = store;
        this.heartbeats = heartbeats;
        this.breakers = breakers;
        this.hubs = hubs;
        this.remembered = clock.instant();
    }

    /** At a start, before anything is claimed: looks whether the clock was set back since the hub ran last. */
    void begin() {
        Duration back = store.submit(DueTimes.CATCH_UP, TOLERANCE).join();
        if (!back.isZero()) {
            LOG.warn(
                    "The clock shows {} less than when the hub ran last; retries are not later for it",
                    Span.words(back));
        }
    }

    /**
     * Looks at the clocks.
     *
     * @return the time up to which all is as it was, by which alerts may end; empty while their ends are still to be moved
     */
    Optional<Instant> look() {
        ClockWatch.Found found = watch.look();
        if (!found.missed().isZero()) {
            heartbeats.move(found.missed());
            // Where another hub was there, it heard what was told; of a clock that all have, one sees to it.
            owe(new DueTimes.Missed(
                    hubs.living().size() == 1 ? found.missed() : Duration.ZERO,
                    hubs.leads() ? found.set() : Duration.ZERO));
        }
        if (!found.still().isZero()) {
            LOG.warn(
                    "The hub stood still for {}: alerts that have to be repeated get as much longer",
                    Span.words(found.still()));
        }
        if (found.set().isNegative()) {
            setBack(found.set().negated());
        } else if (!found.set().isZero()) {
            LOG.warn(
                    "The clock was set forward by {}: alerts that have to be repeated get as much longer",
                    Span.words(found.set()));
        } else if (Duration.between(remembered, clock.instant()).compareTo(REMEMBERED) >= 0) {
            remembered = clock.instant();
            store.submit(DueTimes.REMEMBER, "clock");
        }
        return isPaid() ? Optional.of(found.at()) : Optional.empty();
    }

    private synchronized void owe(DueTimes.Missed more) {
        owed = owed.plus(more);
    }

    /** Whether the ends of alerts are moved; if not, and nobody is at it, they are now. */
    private synchronized boolean isPaid() {
        if (owed.equals(DueTimes.Missed.NOTHING)) {
            return true;
        }
        if (!paying) {
            paying = true;
            DueTimes.Missed by = owed;
            store.submit(DueTimes.MOVE_ENDS_BY, by).whenComplete((done, failure) -> paid(by, failure));
        }
        return false;
    }

    private synchronized void paid(DueTimes.Missed by, Throwable failure) {
        paying = false;
        if (failure == null) {
            owed = owed.minus(by);
        }
    }

    private void setBack(Duration back) {
        LOG.warn("The clock was set back by {}; retries are not later for it", Span.words(back));
        remembered = clock.instant();
        CompletableFuture<Void> moved =
                hubs.leads() ? store.submit(DueTimes.MOVE_BACK, back) : CompletableFuture.completedFuture(null);
        moved.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Due times could not be moved after the clock was set back; a restart does it", failure);
            }
        });
        // An open breaker waits for a time of the clock: let it try now rather than by so much later.
        breakers.getAllCircuitBreakers().stream()
                .filter(breaker -> breaker.getState() == CircuitBreaker.State.OPEN)
                .forEach(CircuitBreaker::transitionToHalfOpenState);
    }
}
