package io.tocsin.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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

    /** The body as it is measured; empty where there is none. */
    Optional<Object> measured() {
        return isEmpty() ? Optional.empty() : Optional.of(body);
    }

    /** The call as a channel's jq asks for it: {@code {method, path, body}}, or {@code form} in place of the body. */
    JsonNode call() {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("method", method.isEmpty() ? "POST" : method).put("path", path());
        Optional<ObjectNode> form = form();
        if (form.isPresent()) {
            call.set("form", form.get());
        } else if (!isEmpty() && body instanceof byte[] bytes) {
            call.set("body", json(new String(bytes, StandardCharsets.UTF_8)));
        }
        return call;
    }

    /** The fields of a form, decoded, in the order in which they are sent; empty where the body is none. */
    public Optional<ObjectNode> form() {
        boolean form =
                String.valueOf(headers.get(Exchange.CONTENT_TYPE)).startsWith("application/x-www-form-urlencoded");
        return form && !isEmpty() && body instanceof byte[] bytes
                ? Optional.of(fields(new String(bytes, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException notJson) {
            return TextNode.valueOf(text);
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

    private static ObjectNode fields(String form) {
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
