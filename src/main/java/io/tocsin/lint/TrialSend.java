package io.tocsin.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What a channel would have sent.
 *
 * @param method the HTTP method that its jq asked for; empty where it asked for none
 * @param headers of the message, as the sending step would have found them: credentials are among them
 * @param body bytes, JSON, a mail, text; an empty text for none
 */
public record TrialSend(String method, Map<String, Object> headers, Object body) {

    /** What the call appends to the receiver's URL; empty for nothing. */
    public String path() {
        return String.valueOf(headers.getOrDefault("Tocsin-Path", ""));
    }

    /** The body as it is measured: form fields as an object; empty where there is nothing to measure. */
    Optional<Object> measured() {
        if (isEmpty()) {
            return Optional.empty();
        }
        boolean form = body instanceof byte[]
                && String.valueOf(headers.get(Exchange.CONTENT_TYPE)).startsWith("application/x-www-form-urlencoded");
        return Optional.of(form ? fields(new String((byte[]) body, StandardCharsets.UTF_8)) : body);
    }

    /** Whether nothing would be said: neither a body nor a call of its own. */
    boolean saysNothing() {
        return isEmpty() && path().isEmpty();
    }

    private boolean isEmpty() {
        return body instanceof byte[] bytes
                ? bytes.length == 0
                : String.valueOf(body).isBlank();
    }

    private static JsonNode fields(String form) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String field : form.split("&")) {
            String[] pair = field.split("=", 2);
            fields.put(decoded(pair[0]), pair.length < 2 ? "" : decoded(pair[1]));
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
