package io.tocsin.channel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.model.delivery.Reason;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Turns an HTTP answer into JSON for a channel's own jq: {@code {status, headers, body}}, header names in lower case, the
 * body as JSON where it is JSON and as text where it is not. No header stays on the message, so that none of a provider's
 * can steer the next call. The provider's words are kept in the variable {@value #ANSWER} for the trace.
 */
public final class ReadHttpAnswer implements Processor {
    /** The variable that holds the provider's words for the trace. */
    public static final String ANSWER = "answer";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String body = message.getBody(String.class);
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        ObjectNode answer = JSON.createObjectNode().put("status", status);
        ObjectNode headers = answer.putObject("headers");
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && value != null) {
                headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value));
            }
        });
        answer.set("body", json(body == null ? "" : body));
        message.removeHeaders("*");
        message.setBody(answer);
        exchange.setVariable(ANSWER, Reason.of("HTTP " + status + " " + (body == null ? "" : body)));
    }

    private static JsonNode json(String body) {
        String head = body.stripLeading();
        if (!head.startsWith("{") && !head.startsWith("[")) {
            return new TextNode(body);
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return new TextNode(body);
        }
    }
}
