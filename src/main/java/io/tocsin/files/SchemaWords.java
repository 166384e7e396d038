package io.tocsin.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a schema expects, in words of somebody who has not read it. */
final class SchemaWords {
    /** Where a schema says itself what a value has to be: a noun with its form. Editors show it in place of their own words. */
    static final String KEY = "errorMessage";

    private SchemaWords() {}

    /**
     * What a value would have to be.
     *
     * @param keyword the one that refuses it
     * @param rule what stands behind the keyword
     * @param schema what the keyword stands in
     */
    static String expected(String keyword, JsonNode rule, JsonNode schema) {
        String said = schema.path(KEY).asText("");
        if (!said.isEmpty()) {
            return said;
        }
        return switch (keyword) {
            case "type" -> types(rule);
            case "minItems" -> atLeast(rule.asInt(), "entry", "entries");
            case "minProperties" -> atLeast(rule.asInt(), "field", "fields");
            case "minLength" ->
                rule.asInt() == 1 ? "a text that is not empty" : atLeast(rule.asInt(), "", "characters");
            case "maxItems" -> "at most " + rule.asInt() + " entries";
            case "maxLength" -> "at most " + rule.asInt() + " characters";
            case "pattern" -> "a text of the form " + rule.asText();
            default -> keyword + ": " + rule;
        };
    }

    /** The words of an {@code enum}. */
    static String list(JsonNode rule) {
        return rule.isTextual() ? rule.textValue() : String.join(", ", texts(rule));
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String types(JsonNode rule) {
        List<String> types = rule.isTextual() ? List.of(rule.textValue()) : texts(rule);
        return types.stream().map(SchemaWords::type).collect(Collectors.joining(", or "));
    }

    private static String type(String word) {
        return switch (word) {
            case "string" -> "a text";
            case "boolean" -> "true or false";
            case "array" -> "a list: [ ... ], or entries that begin with `- `";
            case "object" -> "fields, each `name: value`";
            case "integer" -> "a whole number";
            default -> "a " + word;
        };
    }

    private static String atLeast(int number, String one, String more) {
        return number == 1 ? "at least one " + one : "at least " + number + " " + more;
    }
}
