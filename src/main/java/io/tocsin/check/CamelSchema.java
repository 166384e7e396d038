package io.tocsin.check;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Camel's own JSON Schema of its YAML DSL, {@code schema/camelYamlDsl.json} in camel-yaml-dsl. It is read once,
 * and of it only what the files use.
 *
 * <p>One slip makes the schema complain of every alternative that the writer did not mean either. So of each place only
 * the most telling complaint is kept, and none of a place around it.
 */
final class CamelSchema {
    /** What Camel reads although its schema does not know it; measured with 4.17.0. */
    private static final Set<String> KNOWN_BETTER = Set.of("inheritErrorHandler");

    /** From the most to the least telling; what is not here tells nothing. */
    private static final List<String> TELLING =
            List.of("additionalProperties", "maxProperties", "enum", "required", "type");

    private final JsonSchema schema = Shared.SCHEMA;

    /** The schema is the same for every check of a process. */
    private static final class Shared {
        static final JsonSchema SCHEMA = read();

        private static JsonSchema read() {
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ROOT)
                    .preloadJsonSchema(false) // most of Camel's steps are in no route
                    .build();
            try (InputStream text = CamelSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
                return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(text, config);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /** What the schema refuses, in the order of lines. */
    List<Finding> check(RouteFile file) {
        Map<JsonPointer, ValidationMessage> best = new LinkedHashMap<>();
        for (ValidationMessage message : schema.validate(file.yaml().json())) {
            Place place = place(file, message);
            if (rank(message) < TELLING.size() && !isCamelsBusiness(place, message)) {
                best.merge(place.where(), message, CamelSchema::moreTelling);
            }
        }
        List<Finding> findings = new ArrayList<>();
        best.forEach((where, message) -> {
            boolean innerOne = best.keySet().stream().anyMatch(other -> isInside(other, where));
            if (!innerOne) {
                findings.add(finding(place(file, message), message));
            }
        });
        findings.sort(Comparator.comparingInt(Finding::line));
        return findings;
    }

    private static Place place(RouteFile file, ValidationMessage message) {
        return new Place(
                file.yaml(), JsonPointer.compile(message.getInstanceLocation().toString()));
    }

    private static int rank(ValidationMessage message) {
        int rank = TELLING.indexOf(message.getType());
        return rank < 0 ? TELLING.size() : rank;
    }

    private static ValidationMessage moreTelling(ValidationMessage one, ValidationMessage other) {
        return rank(other) < rank(one) ? other : one;
    }

    private static boolean isInside(JsonPointer inner, JsonPointer outer) {
        return !inner.equals(outer) && inner.toString().startsWith(outer + "/");
    }

    /** Camel converts scalars itself, and a placeholder may stand for a number. */
    private static boolean isCamelsBusiness(Place place, ValidationMessage message) {
        return switch (message.getType()) {
            case "type" -> place.node().isValueNode() && !expects(message, "object") && !expects(message, "array");
            case "enum" -> place.text().contains("{{");
            case "additionalProperties" -> KNOWN_BETTER.contains(message.getProperty());
            default -> false;
        };
    }

    private static boolean expects(ValidationMessage message, String type) {
        return message.getSchemaNode().asText().equals(type);
    }

    private Finding finding(Place place, ValidationMessage message) {
        return switch (message.getType()) {
            case "additionalProperties" -> unknown(place, message);
            case "maxProperties" ->
                place.finding(
                        "two entries in one: " + String.join(", ", names(place.node())),
                        "each step or route as an entry of its own",
                        "begin the second one with `- `");
            case "enum" ->
                place.finding(
                        "`" + name(place) + ": " + place.text() + "`",
                        "one of " + words(message.getSchemaNode()),
                        "use one of them");
            case "required" ->
                place.finding(
                        "`" + name(place) + "` without `" + message.getProperty() + "`",
                        "the field `" + message.getProperty() + "`",
                        "add it");
            default ->
                place.finding(
                        "`" + name(place) + "` of type "
                                + place.node().getNodeType().name().toLowerCase(Locale.ROOT),
                        "type " + words(message.getSchemaNode()),
                        "look at the indentation of this line and the next");
        };
    }

    private Finding unknown(Place place, ValidationMessage message) {
        String word = message.getProperty();
        Set<String> known = known(message);
        return place.at(word)
                .finding(
                        "the unknown word `" + word + "`",
                        known.size() <= 12
                                ? "one of " + String.join(", ", known)
                                : "a word that Camel's YAML knows in `" + name(place) + "`",
                        NearestWord.of(word, known)
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("remove it, or look at its indentation"));
    }

    private Set<String> known(ValidationMessage message) {
        String fragment = message.getSchemaLocation().getFragment().toString();
        JsonNode around = schema.getSchemaNode().at(fragment.substring(0, fragment.lastIndexOf('/')));
        return new TreeSet<>(names(around.path("properties")));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String name(Place place) {
        Place named = place;
        while (!named.where().matches() && named.key().matches("\\d+")) {
            named = named.parent();
        }
        return named.where().matches() ? "file" : named.key();
    }

    private static String words(JsonNode rule) {
        List<String> words = new ArrayList<>();
        rule.forEach(word -> words.add(word.asText()));
        return rule.isTextual() ? rule.textValue() : String.join(", ", words);
    }
}
