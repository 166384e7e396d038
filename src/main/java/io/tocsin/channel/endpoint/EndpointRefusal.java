package io.tocsin.channel.endpoint;

import io.tocsin.channel.SendVerdict;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import io.tocsin.model.delivery.SendRefusedException;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Judges, inside the breaker, what a producer of any component threw. What is about the message, or asks for less, is kept
 * for {@link EndpointVerdict} after the breaker; what is about the other side is thrown on and counts. Of an exception that
 * nobody knows, nobody knows whether the message went out: it is unknown.
 */
public final class EndpointRefusal implements Processor {
    private final Judge judge;

    /** @param clock against which a {@code Retry-After} date is measured */
    public EndpointRefusal(InstantSource clock) {
        this.judge = new Judge(clock);
    }

    /** @throws SendRefusedException where it counts against the other side */
    @Override
    public void process(Exchange exchange) throws SendRefusedException {
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Failure failure = judge.known(thrown).orElseGet(() -> Failure.of(FailureClass.UNKNOWN, words(thrown)));
        SendRefusedException judged = new SendRefusedException(failure);
        if (failure.failureClass() == FailureClass.PERMANENT || failure.failureClass() == FailureClass.RATE_LIMITED) {
            SendVerdict.keep(exchange, judged);
        } else {
            throw judged;
        }
    }

    private static String words(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return "it may have been delivered: the component failed with "
                + root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
