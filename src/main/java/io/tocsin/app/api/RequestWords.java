package io.tocsin.app.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import io.tocsin.files.NearestWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a schema refuses of a request, in words: the parameter or field (a JSON pointer where it stands deeper), what it is, and what was
 * expected. Where a schema says that itself, by {@link #EXPECTED}, in its words.
 */
final class RequestWords {

    /** The keyword by which a schema says what a value has to be. */
    static final String EXPECTED = "x-expected";

    private static final int SHOWN = 80;

    /** What stands in one of several alternatives is told once, by the schema that has them. */
    private static final Pattern ALTERNATIVES = Pattern.compile("(.*?)/(?:anyOf|oneOf)(?:/.*)?");

    private final JsonNode schema;

    /** @param schema the whole one, with what it refers to */
    RequestWords(JsonNode schema) {
        this.schema = schema;
    }

    /**
     * One sentence for each fault, unknown fields first.
     *
     * @param name of the parameter; empty for a body
     * @param value what was checked
     */
    List<String> of(String name, JsonNode value, Collection<ValidationMessage> messages) {
        Map<String, String> told = new LinkedHashMap<>();
        messages.stream()
                .sorted(Comparator.comparing((ValidationMessage one) -> !isUnknownField(one))
                        .thenComparing(one -> place(one).length())
                        .thenComparing(RequestWords::place)
                        .thenComparing(one -> String.valueOf(one.getProperty())))
                .forEach(message -> {
                    Matcher alternatives = ALTERNATIVES.matcher(evaluated(message));
                    if (alternatives.matches()) {
                        String path = alternatives.group(1);
                        told.putIfAbsent(path, alternatives(name, value, place(message), path));
                    } else {
                        told.put(
                                evaluated(message) + place(message) + message.getProperty(),
                                sentence(name, value, message));
                    }
                });
        return new ArrayList<>(told.values());
    }

    private String alternatives(String name, JsonNode value, String place, String path) {
        String expected = said(path).orElse("something else");
        return place.isEmpty() && name.isEmpty() ? expected + "." : found(name, value, place) + expected + ".";
    }

    private String sentence(String name, JsonNode value, ValidationMessage message) {
        String place = place(message);
        return switch (message.getType()) {
            case "additionalProperties" -> noField(place, message);
            case "required" -> {
                String field = place + "/" + message.getProperty();
                String properties = parent(evaluated(message)) + "/properties/" + message.getProperty();
                yield field(field) + " is missing; expected " + expected(properties) + ".";
            }
            case "maxLength" -> {
                String text = value.at(place).asText();
                yield called(name, place) + " has " + text.codePointCount(0, text.length()) + " characters; expected "
                        + message.getSchemaNode().asText() + " at most.";
            }
            case "type" -> {
                JsonNode wanted = at(parent(evaluated(message)));
                yield found(name, value, place) + types(wanted) + limit(wanted, "minimum", ", at least ", "") + ".";
            }
            default -> found(name, value, place) + expected(parent(evaluated(message))) + ".";
        };
    }

    private String noField(String place, ValidationMessage message) {
        List<String> known = new ArrayList<>();
        at(parent(evaluated(message))).path("properties").fieldNames().forEachRemaining(known::add);
        known.sort(Comparator.naturalOrder());
        String unknown = message.getProperty();
        return "There is no field " + field(place + "/" + unknown) + "; expected some of " + String.join(", ", known)
                + "."
                + NearestWord.of(unknown, known)
                        .map(word -> " Did you mean " + word + "?")
                        .orElse("");
    }

    private static String found(String name, JsonNode value, String place) {
        JsonNode found = value.at(place);
        String text = found.isTextual() ? found.textValue() : found.toString();
        String shown = text.isEmpty() ? "empty" : text;
        return called(name, place) + " is " + (shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN - 1) + "…")
                + "; expected ";
    }

    private static String called(String name, String place) {
        return name.isEmpty() ? field(place) : name + place;
    }

    /** A field of the body itself by its name, one further down by its pointer. */
    private static String field(String place) {
        return place.lastIndexOf('/') == 0 ? JsonPointer.compile(place).getMatchingProperty() : place;
    }

    /** What the schema at this path says, or what follows from its words. */
    private String expected(String path) {
        return said(path).orElseGet(() -> follows(at(path)));
    }

    private Optional<String> said(String path) {
        String holder = path.endsWith("/$ref") ? parent(path) : path;
        return Optional.of(raw(holder).path(EXPECTED).asText())
                .filter(words -> !words.isEmpty())
                .or(() -> Optional.of(at(path).path(EXPECTED).asText()).filter(words -> !words.isEmpty()));
    }

    private static String follows(JsonNode schema) {
        if (schema.has("enum")) {
            return "one of " + texts(schema.path("enum")).collect(Collectors.joining(", "));
        }
        if (schema.has("pattern")) {
            return "a text of the form " + schema.path("pattern").asText();
        }
        return types(schema)
                + limit(schema, "minimum", ", at least ", "")
                + limit(schema, "maximum", ", at most ", "")
                + (schema.path("minItems").asInt() == 1
                        ? " that is not empty"
                        : limit(schema, "minItems", " of at least ", " entries"))
                + limit(schema, "maxItems", " of at most ", " entries");
    }

    private static String limit(JsonNode schema, String word, String before, String after) {
        return schema.has(word) ? before + schema.path(word).asText() + after : "";
    }

    private static String types(JsonNode schema) {
        JsonNode type = schema.path("type");
        return (type.isArray() ? texts(type) : Stream.of(type.asText()))
                .filter(word -> !word.equals("null"))
                .map(RequestWords::type)
                .collect(Collectors.joining(" or "));
    }

    private static String type(String word) {
        return switch (word) {
            case "string" -> "a text in quotes";
            case "boolean" -> "true or false";
            case "integer" -> "a whole number";
            case "array" -> "a list";
            case "object" -> "an object";
            default -> "a " + word;
        };
    }

    private static Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    private static boolean isUnknownField(ValidationMessage message) {
        return message.getType().equals("additionalProperties");
    }

    private static String place(ValidationMessage message) {
        return message.getInstanceLocation().toString();
    }

    private static String evaluated(ValidationMessage message) {
        return message.getEvaluationPath().toString();
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** What stands at a path of evaluation, which goes through references. */
    private JsonNode at(String path) {
        JsonNode node = raw(path);
        return node.has("$ref") ? at(path + "/$ref") : node;
    }

    private JsonNode raw(String path) {
        JsonNode node = schema;
        for (JsonPointer at = JsonPointer.compile(path); !at.matches(); at = at.tail()) {
            String token = at.getMatchingProperty();
            node = node.isArray() ? node.path(at.getMatchingIndex()) : node.path(token);
            if (token.equals("$ref")) {
                node = schema.at(node.asText().substring(1));
            }
        }
        return node;
    }
}
