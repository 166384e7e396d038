package io.tocsin.channel.http;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Whether the channel's jq asks for another call: {@code loop: {doWhile: true, ref: hasCall}}.
 *
 * <p>Camel 4.17.0 asks a loop's predicate after a step has failed, too. The body is then the request that was not taken (a
 * form, or nothing), in which a jq predicate would fail and so hide why the send failed.
 */
public final class HasCall implements Predicate {

    @Override
    public boolean matches(Exchange exchange) {
        return exchange.getException() == null
                && exchange.getMessage().getBody() instanceof JsonNode message
                && message.has("call");
    }
}
