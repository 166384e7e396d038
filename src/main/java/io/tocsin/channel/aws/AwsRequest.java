package io.tocsin.channel.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;

/**
 * A request to AWS as a channel's jq wrote it: JSON with the names of AWS's own API reference, so that what is sent can be
 * read, rendered and held against the provider's limits before any client sees it.
 */
final class AwsRequest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode fields;

    private AwsRequest(JsonNode fields) {
        this.fields = fields;
    }

    /** Reads the body of an exchange. */
    static AwsRequest of(Exchange exchange) throws IOException {
        Object body = exchange.getMessage().getBody();
        return new AwsRequest(
                body instanceof JsonNode json
                        ? json
                        : JSON.readTree(exchange.getMessage().getBody(byte[].class)));
    }

    /** A field; null where it is not there or empty, which is how the SDK's builders take "not given". */
    String text(String name) {
        return asText(fields.path(name)).filter(text -> !text.isEmpty()).orElse(null);
    }

    /** Whether a field's value is an object: AWS wants it as a text of JSON. */
    boolean isObject(String name) {
        return fields.path(name).isObject();
    }

    /** The fields of an object, each made of its name and its value as text. */
    <T> Map<String, T> map(String name, BiFunction<String, String, T> make) {
        Map<String, T> all = new LinkedHashMap<>();
        fields.path(name).properties().forEach(field -> asText(field.getValue())
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> all.put(field.getKey(), make.apply(field.getKey(), text))));
        return all;
    }

    private static Optional<String> asText(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.isContainerNode() ? value.toString() : value.asText());
    }
}
