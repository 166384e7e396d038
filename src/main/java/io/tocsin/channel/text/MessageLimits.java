package io.tocsin.channel.text;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.tocsin.channel.http.TakeCall;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a provider takes, as the file {@code routes/channels/<channel>.schema.json} says it: JSON Schema 2020-12, and
 * {@code x-max-bytes} at the top for the length of the whole message in bytes of UTF-8. The nearest {@code description}
 * around a limit names the provider's page. Immutable and safe for use by many threads.
 */
public final class MessageLimits {
    private static final String EXPECTED = "a JSON Schema of the message's limits";
    private static final String INSTEAD = "correct it, or remove the file";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonSchema schema;
    private final long maxBytes;

    private MessageLimits(JsonSchema schema) {
        this.schema = schema;
        this.maxBytes = schema.getSchemaNode().path("x-max-bytes").asLong(Long.MAX_VALUE);
    }

    /**
     * Reads a channel's limits.
     *
     * @throws InvalidFileException if the file cannot be read or is no JSON Schema
     */
    public static MessageLimits of(Path schema) {
        JsonNode text = FileText.read(schema).json(EXPECTED, INSTEAD);
        if (!text.isObject()) {
            throw refusal(schema, 0, "JSON that is no object");
        }
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ROOT)
                .build();
        return new MessageLimits(
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text, config));
    }

    /**
     * Whether it describes a call as a channel's jq asks for one, {@code {method, path, body}} or {@code {method, path,
     * form}} (see {@link TakeCall}), rather than a message alone.
     */
    public boolean areOfCalls() {
        return schema.getSchemaNode().at("/properties").has("path");
    }

    /** What the provider would refuse, each in one line; empty where it would take the message. */
    public List<String> violations(byte[] body) {
        return check(body).stream().map(LimitViolation::toString).toList();
    }

    /** As {@link #violations(byte[])}, of a message that is not written yet. */
    public List<String> violations(JsonNode body) {
        return check(body).stream().map(LimitViolation::toString).toList();
    }

    /** As {@link #violations(byte[])}, in parts. A message whose schema is of type {@code string} is text, any other JSON. */
    public List<LimitViolation> check(byte[] body) {
        Optional<JsonNode> json =
                isText() ? Optional.of(TextNode.valueOf(new String(body, StandardCharsets.UTF_8))) : read(body);
        return json.map(message -> check(message, body.length))
                .orElseGet(() -> List.of(new LimitViolation("", "is no JSON", "it must be", page("/type"))));
    }

    /** As {@link #violations(JsonNode)}, in parts. */
    public List<LimitViolation> check(JsonNode body) {
        String text = isText() && body.isTextual() ? body.textValue() : body.toString();
        return check(body, text.getBytes(StandardCharsets.UTF_8).length);
    }

    private List<LimitViolation> check(JsonNode message, long bytes) {
        Stream<LimitViolation> length = bytes <= maxBytes
                ? Stream.of()
                : Stream.of(new LimitViolation(
                        "", "has " + number(bytes) + " bytes", "at most " + number(maxBytes), page("")));
        return Stream.concat(
                        length,
                        schema.validate(message).stream()
                                .map(fault -> violation(message, fault))
                                .sorted(Comparator.comparing(LimitViolation::where)))
                .toList();
    }

    private LimitViolation violation(JsonNode message, ValidationMessage fault) {
        String where = fault.getInstanceLocation().toString();
        JsonNode found = message.at(where);
        JsonNode limit = fault.getSchemaNode();
        String page = page(fault.getSchemaLocation().getFragment().toString());
        return switch (fault.getType()) {
            case "maxLength", "minLength" -> {
                String text = found.asText();
                long length = text.codePointCount(0, text.length());
                yield new LimitViolation(
                        where, "has " + number(length) + " characters", bound(fault.getType(), limit), page);
            }
            case "maxItems", "minItems" ->
                new LimitViolation(
                        where, "has " + number(found.size()) + " elements", bound(fault.getType(), limit), page);
            case "required" -> new LimitViolation(where, "has no `" + fault.getProperty() + "`", "it must have", page);
            case "additionalProperties" ->
                new LimitViolation(where, "has `" + fault.getProperty() + "`", "which it must not have", page);
            case "pattern" -> new LimitViolation(where, "is " + shown(found), "text like " + limit.asText(), page);
            case "const" -> new LimitViolation(where, "is " + shown(found), "exactly " + limit, page);
            case "type" -> new LimitViolation(where, "is " + shown(found), "of type " + limit.asText(), page);
            case "enum" -> new LimitViolation(where, "is " + shown(found), "one of " + limit, page);
            default ->
                new LimitViolation(where, "is " + shown(found), fault.getError() + " (" + fault.getType() + ")", page);
        };
    }

    private static String bound(String keyword, JsonNode limit) {
        return (keyword.startsWith("max") ? "at most " : "at least ") + number(limit.asLong());
    }

    private boolean isText() {
        return schema.getSchemaNode().path("type").asText().equals("string");
    }

    private static Optional<JsonNode> read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json.isMissingNode() ? Optional.empty() : Optional.of(json);
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    /** The address in the description nearest to a place in the schema, going outwards. */
    private String page(String fragment) {
        String place = fragment;
        while (!place.isEmpty()) {
            place = place.substring(0, Math.max(0, place.lastIndexOf('/')));
            Optional<String> page = address(place);
            if (page.isPresent()) {
                return page.get();
            }
        }
        return address("").orElse("");
    }

    private Optional<String> address(String place) {
        JsonNode description = schema.getSchemaNode().at(place).path("description");
        return Stream.of(description.asText("").split("\\s+"))
                .filter(word -> word.startsWith("https://"))
                .map(word -> word.replaceFirst("[.,;)]+$", ""))
                .findFirst();
    }

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() <= 80 ? text : text.substring(0, 79) + Cut.MARK;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static InvalidFileException refusal(Path schema, int line, String found) {
        return new InvalidFileException(List.of(new Finding(schema.toString(), line, found, EXPECTED, INSTEAD)));
    }
}
