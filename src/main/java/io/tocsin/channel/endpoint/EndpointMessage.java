package io.tocsin.channel.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * What a producer of any component of Camel's gets: the template's text, or its JSON as text, and the headers of the
 * receiver's file. A header can steer a component (its target, its key, its operation), so every one of them is an
 * administrator's and none is of an alert's.
 */
public final class EndpointMessage implements Processor {
    private static final String NAME = "[A-Za-z][A-Za-z0-9_.-]*";
    private static final Pattern BETWEEN = Pattern.compile(",\\s*(?=" + NAME + "\\s*:)");
    private static final Pattern FIELD = Pattern.compile(NAME + "\\s*:\\s*\\S.*");

    private final Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param text {@code Name: value} with commas between; a comma within a value stays, if no name and colon follow
     * @throws IllegalArgumentException where a part is no header, or a name comes twice
     */
    public void setHeaders(String text) {
        headers.clear();
        for (String field : BETWEEN.split(text.strip())) {
            if (field.isBlank()) {
                continue;
            }
            if (!FIELD.matcher(field.strip()).matches()) {
                throw new IllegalArgumentException(
                        "headers has a part that is no header; expected Name: value, Name: value");
            }
            String name = field.substring(0, field.indexOf(':')).strip();
            if (headers.put(name, field.substring(field.indexOf(':') + 1).strip()) != null) {
                throw new IllegalArgumentException("headers has " + name + " twice; expected each name once");
            }
        }
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        JsonNode body = message.getMandatoryBody(JsonNode.class);
        message.setBody(body.isTextual() ? body.textValue() : body.toString());
        headers.forEach(message::setHeader);
    }

    /** Shows no value: it may be a credential. */
    @Override
    public String toString() {
        return "EndpointMessage" + headers.keySet();
    }
}
