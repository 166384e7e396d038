package io.tocsin.channel;

import io.tocsin.channel.http.HttpVerdict;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Throws, after the breaker, what a provider's client threw inside it and what says nothing against the provider: it works,
 * and did not want this message, or not now. So a message that the provider will never take does not open the breaker for
 * those that it would. What {@link HttpVerdict} is for HTTP, this is for clients that throw.
 */
public final class SendVerdict implements Processor {
    private static final String KEPT = "tocsin.refusal";

    /** Keeps an exception for after the breaker. */
    public static void keep(Exchange exchange, Exception refusal) {
        exchange.setProperty(KEPT, refusal);
    }

    /** @throws Exception what was kept, if anything was */
    @Override
    public void process(Exchange exchange) throws Exception {
        if (exchange.removeProperty(KEPT) instanceof Exception refusal) {
            throw refusal;
        }
    }
}
