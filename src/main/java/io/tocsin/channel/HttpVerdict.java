package io.tocsin.channel;

import io.tocsin.delivery.HttpAnswer;
import io.tocsin.delivery.Reason;
import io.tocsin.delivery.SendRefusedException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Judges an HTTP answer after the breaker, so that a message which the receiver will never take does not open the breaker
 * for those that it would. What is judged inside, by camel-http's {@code okStatusCodeRange}, are 408, 425, 429 and 5xx.
 *
 * <p>Keeps the receiver's words in the variable {@value #ANSWER}.
 */
public final class HttpVerdict implements Processor {
    /** The variable that holds the provider's words for the trace. */
    public static final String ANSWER = "answer";

    /** @throws SendRefusedException where the status is no 2xx */
    @Override
    public void process(Exchange exchange) throws SendRefusedException {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String words = exchange.getMessage().getBody(String.class);
        if (!HttpAnswer.taken(status)) {
            throw new SendRefusedException(HttpAnswer.judge(status, words, Optional.empty()));
        }
        exchange.setVariable(ANSWER, Reason.of("HTTP " + status + " " + (words == null ? "" : words)));
    }
}
