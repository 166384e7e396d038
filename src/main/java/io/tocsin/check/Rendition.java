package io.tocsin.check;

import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What came of a message that a channel rendered.
 *
 * @param sent what it would have sent, in order
 * @param fault why it sent nothing, or never ended; what a channel makes of an answer is no fault, because nobody answered
 */
public record Rendition(List<TrialSend> sent, Optional<Exception> fault) {

    public Rendition {
        sent = List.copyOf(sent);
    }

    static Rendition of(Exchange exchange) {
        List<TrialSend> sent = TrialProvider.sent(exchange);
        return new Rendition(
                sent,
                Optional.ofNullable(exchange.getException())
                        .filter(thrown -> sent.isEmpty() || thrown instanceof TrialProvider.EndlessCallsException));
    }
}
