package io.tocsin.channel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Makes the HTTP request that a channel's jq asks for in {@code .call}, and lays the message aside until
 * {@link KeepAnswer} brings it back with the provider's answer.
 *
 * <p>A channel whose provider needs several calls a delivery (ask for the ticket, then create or comment it) has a jq file
 * that is asked for the next call again after each answer, until it answers without one.
 *
 * <ul>
 *   <li>{@code path}: appended to the receiver's URL, each part of it from data escaped with {@code @uri}; may be left out
 *   <li>{@code method}: kept in the variable {@value #METHOD}; {@code POST} where left out
 *   <li>{@code body}: sent as JSON; or {@code form}: an object, sent as form fields; or neither
 * </ul>
 */
public final class TakeCall implements Processor {
    /** The variable with the method of the call. */
    public static final String METHOD = "method";

    /** The exchange's property in which the message waits. */
    static final String MESSAGE = "tocsin.message";

    private static final int MOST_CALLS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalStateException after 20 calls of one delivery: the channel's jq does not come to an end */
    @Override
    public void process(Exchange exchange) throws InvalidPayloadException, JsonProcessingException {
        Message message = exchange.getMessage();
        JsonNode waiting = message.getMandatoryBody(JsonNode.class);
        if (waiting.path("answers").size() >= MOST_CALLS) {
            throw new IllegalStateException("the channel's jq asks for another call after " + MOST_CALLS + " answers");
        }
        JsonNode call = waiting.path("call");
        exchange.setProperty(MESSAGE, waiting);
        exchange.setVariable(METHOD, call.path("method").asText("POST"));
        message.removeHeaders("*");
        if (call.hasNonNull("path")) {
            message.setHeader("Tocsin-Path", call.path("path").asText());
        }
        if (call.hasNonNull("form")) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/x-www-form-urlencoded");
            message.setBody(form(call.path("form")).getBytes(StandardCharsets.US_ASCII));
        } else if (call.hasNonNull("body")) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(JSON.writeValueAsBytes(call.path("body")));
        } else {
            message.setBody(null);
        }
    }

    private static String form(JsonNode fields) {
        StringJoiner form = new StringJoiner("&");
        fields.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                form.add(
                        escaped(field.getKey()) + "=" + escaped(field.getValue().asText()));
            }
        });
        return form.toString();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
