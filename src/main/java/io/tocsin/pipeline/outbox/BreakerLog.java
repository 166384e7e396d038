package io.tocsin.pipeline.outbox;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.time.Span;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Tells an operator of each breaker that opens, with the failure that opened it, and that it closed again. One that is
 * tried half open and opens again is not told anew.
 */
public final class BreakerLog {

    private static final String OF_RECEIVER = "-breaker";

    private final Judge judge;
    private final Consumer<String> log;

    /** @param judge puts a failure into words that are fit for a log */
    public BreakerLog(Judge judge) {
        this(judge, LoggerFactory.getLogger(BreakerLog.class)::warn);
    }

    BreakerLog(Judge judge, Consumer<String> log) {
        this.judge = judge;
        this.log = log;
    }

    /** Listens to all breakers that are there and to those that routes make later. */
    public void listenTo(CircuitBreakerRegistry breakers) {
        breakers.getEventPublisher()
                .onEntryAdded(added -> new One(added.getAddedEntry()).listen())
                .onEntryReplaced(replaced -> new One(replaced.getNewEntry()).listen());
        breakers.getAllCircuitBreakers().forEach(breaker -> new One(breaker).listen());
    }

    /** One breaker. Its events come from the threads that send. */
    private final class One {
        private final CircuitBreaker breaker;
        private final String name;
        private String last = "";
        private Optional<ZonedDateTime> openedAt = Optional.empty();

        One(CircuitBreaker breaker) {
            this.breaker = breaker;
            String id = breaker.getName();
            this.name = id.endsWith(OF_RECEIVER) ? id.substring(0, id.length() - OF_RECEIVER.length()) : id;
        }

        void listen() {
            breaker.getEventPublisher()
                    .onError(failed -> failed(failed.getThrowable()))
                    .onStateTransition(moved -> moved(moved.getStateTransition(), moved.getCreationTime()));
        }

        private synchronized void failed(Throwable thrown) {
            last = judge.judge(thrown).reason();
        }

        private synchronized void moved(StateTransition moved, ZonedDateTime at) {
            if (moved.getFromState() == State.CLOSED && moved.getToState() == State.OPEN) {
                openedAt = Optional.of(at);
                Duration wait = Duration.ofMillis(breaker.getCircuitBreakerConfig()
                        .getWaitIntervalFunctionInOpenState()
                        .apply(1));
                int failures = breaker.getMetrics().getNumberOfFailedCalls();
                log.accept(name + ": breaker open for " + Span.words(wait) + " after " + failures
                        + (failures == 1 ? " failure" : " failures") + (last.isEmpty() ? "" : ", the last: " + last));
            } else if (moved.getToState() == State.CLOSED) {
                log.accept(name + ": breaker closed again"
                        + openedAt.map(since -> " after " + Span.words(Duration.between(since, at)))
                                .orElse(""));
                openedAt = Optional.empty();
            }
        }
    }
}
