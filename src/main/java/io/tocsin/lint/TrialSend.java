package io.tocsin.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the call appends to the receiver's URL; empty for nothing. */
    public String path() {
        return String.valueOf(headers.getOrDefault("Tocsin-Path", ""));
    }

    /** The body as it is measured: form fields as an object; empty where there is nothing to measure. */
    Optional<Object> measured() {
        if (isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(isForm() ? fields(new String((byte[]) body, StandardCharsets.UTF_8)) : body);
    }

    /** All of it, as the channel's jq asked for it: {@code {path, method, body}} or {@code {path, method, form}}. */
    JsonNode call() {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("path", path()).put("method", method);
        measured().ifPresent(measured -> call.set(isForm() ? "form" : "body", json(measured)));
        return call;
    }

    private boolean isForm() {
        return body instanceof byte[]
                && String.valueOf(headers.get(Exchange.CONTENT_TYPE)).startsWith("application/x-www-form-urlencoded");
    }

    private static JsonNode json(Object measured) {
        if (measured instanceof JsonNode json) {
            return json;
        }
        String text =
                measured instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(measured);
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
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
