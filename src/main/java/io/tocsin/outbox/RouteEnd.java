package io.tocsin.outbox;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.tocsin.delivery.AfterFailure;
import io.tocsin.delivery.AfterUnknown;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.Judge;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.RetrySchedule;
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
 * @param release after how long what the breaker refused is looked at again
 */
record RouteEnd(Judge judge, AfterUnknown unknown, RetrySchedule schedule, Duration release) {

    private static final int LONGEST_ANSWER = 1_000;

    Outcome of(Delivery delivery, Exchange exchange, Instant now) {
        Exception thrown = exchange.getException();
        if (thrown == null) {
            return new Outcome.Delivered(
                    Optional.ofNullable(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)),
                    answer(exchange));
        }
        if (ObjectHelper.getException(CallNotPermittedException.class, thrown) != null) {
            return new Outcome.Released(now.plus(release));
        }
        return AfterFailure.decide(delivery, judge.judge(thrown), unknown, schedule, now);
    }

    private static String answer(Exchange exchange) {
        String answer = ExchangeHelper.getVariable(exchange, "answer", String.class);
        if (answer == null) {
            return "";
        }
        return answer.length() > LONGEST_ANSWER ? answer.substring(0, LONGEST_ANSWER) : answer;
    }
}
