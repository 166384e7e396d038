package io.tocsin.channel.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Brings back the message that {@link TakeCall} laid aside, without its {@code call} and with the provider's answer, as
 * {@link ReadHttpAnswer} read it, at the end of {@code answers}.
 */
public final class KeepAnswer implements Processor {

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        JsonNode answer = exchange.getMessage().getMandatoryBody(JsonNode.class);
        ObjectNode message =
                exchange.getProperty(TakeCall.MESSAGE, ObjectNode.class).deepCopy();
        message.remove("call");
        message.withArray("/answers").add(answer);
        exchange.getMessage().setBody(message);
    }
}
