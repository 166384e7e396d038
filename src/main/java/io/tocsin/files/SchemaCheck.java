package io.tocsin.files;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a YAML file against a JSON Schema (draft 2020-12) and tells each fault with its line.
 *
 * <p>A misspelt field is told once, and what stands in it is looked at as if it were spelt right. What a field's value has to be
 * is said in the schema by {@link SchemaWords#KEY}, which editors show as well, and else follows from its type and limits.
 */
public final class SchemaCheck {
    private static final String UNKNOWN = "additionalProperties";

    private final JsonSchema schema;
    private final Map<String, String> notYet;

    /**
     * @param schema the schema's text, closed after reading
     * @param notYet fields that a later version will know, each with what it is about
     */
    public SchemaCheck(InputStream schema, Map<String, String> notYet) {
        this.schema = JsonSchemas.factory(SchemaWords.KEY).getSchema(schema, JsonSchemas.config());
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

    /** What the schema refuses, and what the file has twice or by an alias; for others to add what a schema can't know. */
    public Faults check(MarkedYaml yaml) {
        Faults faults = new Faults(yaml);
        while (true) {
            Set<ValidationMessage> messages = schema.validate(faults.yaml().json());
            Map<JsonPointer, String> misspelt = new LinkedHashMap<>();
            messages.stream()
                    .filter(message -> message.getType().equals(UNKNOWN))
                    .forEach(message -> unknownField(faults, message)
                            .ifPresent(meant -> misspelt.putIfAbsent(place(message), meant)));
            if (misspelt.isEmpty()) {
                tell(faults, messages);
                return faults;
            }
            faults.goOn(faults.yaml().renamed(onceEach(misspelt)));
        }
    }

    /** Two slips for one field: the first stands for it. */
    private static Map<JsonPointer, String> onceEach(Map<JsonPointer, String> misspelt) {
        Map<JsonPointer, String> once = new LinkedHashMap<>();
        Set<JsonPointer> meant = new LinkedHashSet<>();
        misspelt.forEach((place, name) -> {
            if (meant.add(place.head().appendProperty(name))) {
                once.put(place, name);
            }
        });
        return once;
    }

    private void tell(Faults faults, Set<ValidationMessage> messages) {
        List<ValidationMessage> alternatives = new ArrayList<>();
        for (ValidationMessage message : messages) {
            if (message.getEvaluationPath().toString().contains("/anyOf/")) {
                alternatives.add(message);
            } else if (!message.getType().equals(UNKNOWN)) {
                tell(faults, message);
            }
        }
        neither(faults, alternatives);
    }

    /** Where one of several fields is wanted, that is one mistake. */
    private static void neither(Faults faults, List<ValidationMessage> messages) {
        Map<JsonPointer, List<String>> wanted = new LinkedHashMap<>();
        messages.stream()
                .filter(message -> message.getType().equals("required"))
                .forEach(message -> wanted.computeIfAbsent(where(message), each -> new ArrayList<>())
                        .add("`" + message.getProperty() + "`"));
        wanted.forEach((where, fields) -> faults.add(
                where.appendProperty(fields.get(0).replace("`", "")),
                "neither " + String.join(" nor ", fields),
                "one of them",
                "add it"));
    }

    private void tell(Faults faults, ValidationMessage message) {
        JsonPointer where = where(message);
        JsonNode found = faults.yaml().json().at(where);
        JsonNode rule = message.getSchemaNode();
        switch (message.getType()) {
            case "required" ->
                faults.add(
                        where.appendProperty(message.getProperty()),
                        "no `" + message.getProperty() + "`",
                        "the field `" + message.getProperty() + "`",
                        "add it");
            case "enum" ->
                faults.add(
                        where,
                        name(where) + ": " + shown(found),
                        "one of " + SchemaWords.list(rule),
                        meant(found.asText(), SchemaWords.texts(rule)));
            case "const" ->
                faults.add(
                        where,
                        name(where) + ": " + shown(found),
                        "`" + rule.asText() + "`",
                        "write it so, or leave `" + name(where) + "` out");
            case "uniqueItems" -> twice(faults, where, found);
            case "propertyNames" -> badName(faults, where, message);
            default ->
                faults.add(
                        where,
                        name(where) + ": " + shown(found),
                        SchemaWords.expected(message.getType(), rule, parent(message)),
                        example(message));
        }
    }

    private static void twice(Faults faults, JsonPointer where, JsonNode list) {
        Map<JsonNode, Integer> first = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            if (first.putIfAbsent(list.get(i), i) != null) {
                faults.add(
                        where.appendIndex(i),
                        shown(list.get(i)) + " a second time in `" + name(where) + "`",
                        "each value once",
                        "remove one of the two");
            }
        }
    }

    private void badName(Faults faults, JsonPointer where, ValidationMessage message) {
        String name = message.getProperty();
        JsonNode names = message.getSchemaNode();
        faults.add(
                where.appendProperty(name),
                "the name `" + name + "` in `" + name(where) + "`",
                SchemaWords.expected("pattern", names.path("pattern"), resolved(names)),
                example(resolved(names)));
    }

    /** Tells it, unless that is done; gives the name that was meant, where there is no such field yet. */
    private Optional<String> unknownField(Faults faults, ValidationMessage message) {
        String unknown = message.getProperty();
        JsonPointer place = place(message);
        if (notYet.containsKey(unknown)) {
            faults.add(
                    place,
                    "`" + unknown + "`",
                    "no such field: " + notYet.get(unknown) + " is not supported yet",
                    "remove it");
            return Optional.empty();
        }
        List<String> known = SchemaWords.names(parent(message).path("properties"));
        Optional<String> meant = NearestWord.of(unknown, known);
        faults.add(
                place,
                "the unknown field `" + unknown + "`",
                "one of " + String.join(", ", known),
                meant.map(word -> "did you mean `" + word + "`?").orElse("remove it"));
        return meant.filter(word -> !faults.yaml().json().at(where(message)).has(word));
    }

    private static JsonPointer where(ValidationMessage message) {
        return JsonPointer.compile(message.getInstanceLocation().toString());
    }

    private static JsonPointer place(ValidationMessage message) {
        return where(message).appendProperty(message.getProperty());
    }

    /** The schema that a keyword stands in. */
    private JsonNode parent(ValidationMessage message) {
        String fragment = message.getSchemaLocation().getFragment().toString();
        return schema.getSchemaNode().at(fragment.substring(0, fragment.lastIndexOf('/')));
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.startsWith("#/") ? schema.getSchemaNode().at(reference.substring(1)) : node;
    }

    /** The word that a slip, or a short form, stands for. */
    private static String meant(String written, List<String> known) {
        return NearestWord.of(written, known)
                .or(() -> known.stream()
                        .filter(word -> written.length() > 2 && word.startsWith(written))
                        .findFirst())
                .map(word -> "did you mean `" + word + "`?")
                .orElse("use one of them");
    }

    private String example(ValidationMessage message) {
        return example(parent(message));
    }

    private static String example(JsonNode schema) {
        JsonNode example = schema.path("examples").path(0);
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

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
