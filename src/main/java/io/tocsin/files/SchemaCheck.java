package io.tocsin.files;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Checks a YAML file against a JSON Schema (draft 2020-12) and tells each fault with its line. */
public final class SchemaCheck {
    private final JsonSchema schema;
    private final Map<String, String> notYet;

    /**
     * @param schema the schema's text, closed after reading
     * @param notYet fields that a later version will know, each with what it is about
     */
    public SchemaCheck(InputStream schema, Map<String, String> notYet) {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ROOT)
                .build();
        this.schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema, config);
        this.notYet = Map.copyOf(notYet);
    }

    /**
     * A check by one of the schemas that are shipped.
     *
     * @param name the schema's: {@code rules} for {@code schema/rules.schema.json}
     * @param notYet fields that a later version will know, each with what it is about
     */
    public static SchemaCheck shipped(String name, Map<String, String> notYet) {
        try (InputStream text = SchemaCheck.class.getResourceAsStream("/schema/" + name + ".schema.json")) {
            return new SchemaCheck(text, notYet);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What the schema refuses, in the order of lines; empty where the file is right. */
    public List<Finding> check(MarkedYaml yaml) {
        return schema.validate(yaml.json()).stream()
                .map(message -> finding(yaml, message))
                .distinct()
                .sorted(Comparator.comparingInt(Finding::line))
                .toList();
    }

    private Finding finding(MarkedYaml yaml, ValidationMessage message) {
        JsonPointer where = JsonPointer.compile(message.getInstanceLocation().toString());
        JsonNode found = yaml.json().at(where);
        return switch (message.getType()) {
            case "additionalProperties" -> unknownField(yaml, where, message);
            case "required" ->
                yaml.finding(
                        where,
                        "no `" + message.getProperty() + "`",
                        "the field `" + message.getProperty() + "`",
                        "add it");
            case "enum" ->
                yaml.finding(
                        where,
                        name(where) + ": " + shown(found),
                        "one of " + words(message.getSchemaNode()),
                        meant(found.asText(), message.getSchemaNode()));
            case "uniqueItems" -> yaml.finding(where, shown(found), "each value once", "remove what is repeated");
            default -> yaml.finding(where, name(where) + ": " + shown(found), about(message), example(message));
        };
    }

    private Finding unknownField(MarkedYaml yaml, JsonPointer where, ValidationMessage message) {
        String unknown = message.getProperty();
        JsonPointer place = where.appendProperty(unknown);
        if (notYet.containsKey(unknown)) {
            return yaml.finding(
                    place,
                    "`" + unknown + "`",
                    "no such field: " + notYet.get(unknown) + " is not supported yet",
                    "remove it");
        }
        List<String> known = StreamSupport.stream(
                        ((Iterable<String>)
                                        () -> parent(message).path("properties").fieldNames())
                                .spliterator(),
                        false)
                .toList();
        String fix = NearestWord.of(unknown, known)
                .map(word -> "did you mean `" + word + "`?")
                .orElse("remove it");
        return yaml.finding(place, "the unknown field `" + unknown + "`", "one of " + String.join(", ", known), fix);
    }

    private JsonNode parent(ValidationMessage message) {
        String fragment = message.getSchemaLocation().getFragment().toString();
        return schema.getSchemaNode().at(fragment.substring(0, fragment.lastIndexOf('/')));
    }

    /** The first sentence of the schema's description: the same words that an editor shows. */
    private String about(ValidationMessage message) {
        String description = parent(message).path("description").asText(message.getError());
        String type = parent(message).path("type").asText("");
        String first =
                switch (message.getType()) {
                    case "type" -> type.isEmpty() ? "" : "type " + type + ": ";
                    case "minItems", "minProperties" -> message.getSchemaNode().asInt() == 1 ? "at least one: " : "";
                    default -> "";
                };
        return first + description.split("(?<=\\.)\\s", 2)[0];
    }

    /** The word that a slip, or a short form, stands for. */
    private static String meant(String written, JsonNode rule) {
        List<String> known = StreamSupport.stream(rule.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return NearestWord.of(written, known)
                .or(() -> known.stream()
                        .filter(word -> written.length() > 2 && word.startsWith(written))
                        .findFirst())
                .map(word -> "did you mean `" + word + "`?")
                .orElse("use one of them");
    }

    private String example(ValidationMessage message) {
        JsonNode example = parent(message).path("examples").path(0);
        return example.isMissingNode() ? "write what is expected" : "write for example " + shown(example);
    }

    private static String name(JsonPointer where) {
        for (JsonPointer at = where; at != null && !at.matches(); at = at.head()) {
            String last = at.last().getMatchingProperty();
            if (!last.matches("\\d+")) {
                return last;
            }
        }
        return "file";
    }

    private static String words(JsonNode rule) {
        if (rule.isTextual()) {
            return rule.textValue();
        }
        return StreamSupport.stream(rule.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
