package io.tocsin.pipeline.outbox;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Measures for how long a breaker has let nothing through. Half open it lets a few try, so it counts as open until one of
 * them succeeds, but what waits is left for them to try with: without them it would never close again.
 */
final class BreakerWatch {

    private final Duration after;
    private Optional<Instant> openSince = Optional.empty();

    /** @param after how long it has to be open before somebody else takes over */
    BreakerWatch(Duration after) {
        this.after = after;
    }

    /**
     * Looks at the breaker; called again and again.
     *
     * @return how long it has been open, where that is long enough to take over what waits
     */
    Optional<Duration> look(CircuitBreaker.State state, Instant now) {
        boolean open =
                switch (state) {
                    case OPEN, FORCED_OPEN, HALF_OPEN -> true;
                    case CLOSED, DISABLED, METRICS_ONLY -> false;
                };
        // A clock that was set back since leaves a beginning that is still to come: it counts from now.
        openSince = open ? openSince.filter(since -> !since.isAfter(now)).or(() -> Optional.of(now)) : Optional.empty();
        return openSince
                .map(since -> Duration.between(since, now))
                .filter(openFor -> state != CircuitBreaker.State.HALF_OPEN && openFor.compareTo(after) >= 0);
    }
}
