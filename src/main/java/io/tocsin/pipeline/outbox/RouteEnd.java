package io.tocsin.pipeline.outbox;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.tocsin.model.delivery.AfterFailure;
import io.tocsin.model.delivery.AfterUnknown;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.model.delivery.Reason;
import io.tocsin.model.delivery.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.ObjectHelper;

/**
 * Says of a delivery what the end of its channel's route makes of it.
 *
 * @param judge says what kind of failure an exception is
 * @param unknown what the receiver wants done after a try without an answer
 * @param schedule when what failed is tried again
 * @param limited who asked for less before
 * @param release after how long what the breaker refused is looked at again
 */
record RouteEnd(
        Judge judge, AfterUnknown unknown, RetrySchedule schedule, LimitedDestinations limited, Duration release) {

    /**
     * Decides.
     *
     * @param destination where it went
     * @param startedAt when its send began
     */
    Outcome of(Delivery delivery, String destination, Exchange exchange, Instant startedAt, Instant now) {
        Exception thrown = exchange.getException();
        if (thrown == null) {
            limited.taken(destination);
            return new Outcome.Delivered(
                    Optional.ofNullable(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)),
                    answer(exchange));
        }
        if (ObjectHelper.getException(CallNotPermittedException.class, thrown) != null) {
            return new Outcome.Released(now.plus(release));
        }
        Failure failure = judge.judge(thrown);
        boolean asksForLess = failure.failureClass() == FailureClass.RATE_LIMITED;
        return AfterFailure.decide(
                delivery,
                asksForLess ? limited.again(destination, failure, startedAt, now) : failure,
                unknown,
                schedule,
                now);
    }

    /** Whoever may read a trace reads it: a provider quotes our request, and a route of one's own passes on what it got. */
    private static String answer(Exchange exchange) {
        return Reason.of(ExchangeHelper.getVariable(exchange, "answer", String.class));
    }
}
