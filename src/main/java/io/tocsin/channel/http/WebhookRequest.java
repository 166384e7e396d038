package io.tocsin.channel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * What one webhook receiver's requests look like: the body as bytes, its content type, and header fields that an
 * administrator chose. Their values may be credentials, so nothing here prints them.
 *
 * <p>A template that makes a text gives the body as it is, in UTF-8; anything else is written as JSON.
 */
public final class WebhookRequest implements Processor {
    private static final ObjectMapper JSON = new ObjectMapper();
    // RFC 9110: a token, and visible ASCII with spaces within
    private static final String NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern BETWEEN = Pattern.compile(",\\s*(?=" + NAME + "\\s*:)");
    private static final Pattern FIELD = Pattern.compile(NAME + "\\s*:\\s*[!-~]([ \\t!-~]*[!-~])?");
    private static final Pattern TYPE = Pattern.compile("[!-~]+/[!-~]+(\\s*;[ !-~]*)?");
    /** Made by the client or by other parameters, or left out by the endpoint. */
    private static final Set<String> TAKEN = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "via",
            "date",
            "warning",
            "pragma",
            "cache-control",
            "tocsin-path");

    private final Map<String, String> fields = new LinkedHashMap<>();
    private String contentType = "application/json";

    /** @param method {@code POST}, {@code PUT} or {@code PATCH} */
    public void setHttpMethod(String method) {
        if (!Set.of("POST", "PUT", "PATCH").contains(method)) {
            throw new IllegalArgumentException("method is " + method + "; expected POST, PUT or PATCH");
        }
    }

    /** @param type such as {@code application/json} or {@code text/plain; charset=utf-8} */
    public void setContentType(String type) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("contentType is none; expected one such as application/json");
        }
        this.contentType = type;
    }

    /** @param text {@code Name: value} with commas between; a comma within a value stays, if no name and colon follow */
    public void setHeaders(String text) {
        fields.clear();
        for (String field : BETWEEN.split(text.strip())) {
            if (!field.isBlank()) {
                add(field.strip());
            }
        }
    }

    private void add(String field) {
        if (!FIELD.matcher(field).matches()) {
            throw new IllegalArgumentException(
                    "headers has a part that is no header; expected Name: value, Name: value, in ASCII");
        }
        String name = field.substring(0, field.indexOf(':')).strip();
        String lower = name.toLowerCase(Locale.ROOT);
        if (TAKEN.contains(lower) || lower.startsWith("webhook-") || lower.startsWith("camel")) {
            throw new IllegalArgumentException("headers has " + name
                    + ", which is not free; expected other names: contentType, the signature and the"
                    + " HTTP client make theirs");
        }
        if (fields.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("headers has " + name + " twice; expected each name once");
        }
        fields.put(name, field.substring(field.indexOf(':') + 1).strip());
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException, JsonProcessingException {
        Message message = exchange.getMessage();
        JsonNode body = message.getMandatoryBody(JsonNode.class);
        message.setBody(
                body.isTextual() ? body.textValue().getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body));
        fields.forEach(message::setHeader);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
    }

    @Override
    public String toString() {
        return "WebhookRequest[" + String.join(", ", fields.keySet()) + "]";
    }
}
