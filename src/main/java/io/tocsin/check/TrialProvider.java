package io.tocsin.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.channel.http.TakeCall;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Stands where a provider would: keeps what it is sent, and answers 200 with an empty object, so that a channel that makes
 * several calls makes the next one.
 */
final class TrialProvider implements Processor {
    /** The name by which a detached route finds it. */
    static final String BEAN = "trialProvider";

    private static final String SENT = "tocsin.sent";
    private static final int MOST_CALLS = 10;

    @Override
    public void process(Exchange exchange) {
        List<TrialSend> sent = new ArrayList<>(sent(exchange));
        if (sent.size() == MOST_CALLS) {
            throw new EndlessCallsException();
        }
        sent.add(send(exchange));
        exchange.setProperty(SENT, sent);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setBody("{}".getBytes(StandardCharsets.UTF_8));
    }

    /** What a route sent before it ended. */
    static List<TrialSend> sent(Exchange exchange) {
        return exchange.getProperty(SENT) instanceof List<?> sent
                ? sent.stream().map(TrialSend.class::cast).toList()
                : List.of();
    }

    private static TrialSend send(Exchange exchange) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        Object kept = body;
        if (body instanceof JsonNode json) {
            kept = json.deepCopy(); // the route may go on with it
        } else if (body instanceof InputStream) {
            kept = message.getBody(byte[].class); // it can be read once
        }
        String method = exchange.getVariable(TakeCall.METHOD, "", String.class);
        return new TrialSend(method, new TreeMap<>(message.getHeaders()), kept == null ? "" : kept);
    }

    /** A channel that goes on asking: it would never end with a provider that says nothing it understands. */
    static final class EndlessCallsException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        EndlessCallsException() {
            super("more than " + MOST_CALLS + " calls: its jq asks for another one after every answer");
        }
    }
}
