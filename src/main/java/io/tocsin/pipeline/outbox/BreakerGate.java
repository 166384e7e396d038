package io.tocsin.pipeline.outbox;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/** Keeps a lane from claiming what its breaker would refuse. */
final class BreakerGate {

    private final CamelContext context;
    private final String name;
    private volatile CircuitBreaker known;

    BreakerGate(CamelContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /**
     * How many more deliveries may be claimed.
     *
     * @param inHand how many are claimed and not settled
     */
    int room(int inHand) {
        return breaker().map(breaker -> room(breaker, inHand)).orElse(Integer.MAX_VALUE);
    }

    /** Whether it lets anything pass; also where there is none. */
    boolean isPassable() {
        return breaker()
                .map(CircuitBreaker::getState)
                .filter(state -> state == CircuitBreaker.State.OPEN || state == CircuitBreaker.State.FORCED_OPEN)
                .isEmpty();
    }

    /** Its state; empty while there is none. */
    Optional<CircuitBreaker.State> state() {
        return breaker().map(CircuitBreaker::getState);
    }

    private static int room(CircuitBreaker breaker, int inHand) {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> 0;
            case HALF_OPEN ->
                Math.max(0, breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState() - inHand);
            case CLOSED, DISABLED, METRICS_ONLY -> Integer.MAX_VALUE;
        };
    }

    /** Looked up until it is there: the route makes its breaker when it starts. Asked for every row, so kept then. */
    private Optional<CircuitBreaker> breaker() {
        if (known == null && !name.isEmpty()) {
            lookUp().ifPresent(breaker -> known = breaker);
        }
        return Optional.ofNullable(known);
    }

    private Optional<CircuitBreaker> lookUp() {
        CircuitBreakerRegistry registry = CamelContextHelper.findSingleByType(context, CircuitBreakerRegistry.class);
        return registry == null ? Optional.empty() : registry.find(name);
    }
}
