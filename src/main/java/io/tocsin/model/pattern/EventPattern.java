package io.tocsin.model.pattern;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Patterns;

/**
 * An Amazon EventBridge event pattern, compiled and evaluated by AWS's own library. Immutable and safe for use by many
 * threads.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">Event patterns</a>
 */
public final class EventPattern {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode json;
    private final List<Map<String, List<Patterns>>> alternatives;
    private final Machine machine = Machine.builder().build();

    private EventPattern(JsonNode json) {
        this.json = json.deepCopy();
        this.alternatives = PatternCompiler.compile(json);
        alternatives.forEach(alternative -> machine.addPatternRule("it", alternative));
    }

    /** Compiles a pattern. @throws InvalidPattern if it is not one */
    public static EventPattern compile(JsonNode pattern) {
        return new EventPattern(pattern);
    }

    /** Everything that is wrong with a pattern, each at its place; empty where it compiles. */
    public static List<InvalidPattern> faults(JsonNode pattern) {
        return PatternCompiler.faults(pattern);
    }

    /** Compiles a pattern written as JSON text. @throws InvalidPattern if it is not one */
    public static EventPattern compile(String pattern) {
        try {
            JsonNode json = JSON.readTree(pattern);
            return compile(json);
        } catch (JsonProcessingException notJson) {
            throw new InvalidPattern(
                    JsonPointer.empty(),
                    "JSON, and it is not JSON: " + notJson.getOriginalMessage(),
                    PatternWords.NO_PATTERN.fix());
        }
    }

    /** Whether the event fits; only a JSON object ever does. */
    public boolean matches(JsonNode event) {
        return event.isObject() && !machine.rulesForJSONEvent(event).isEmpty();
    }

    /** The first condition, in the order of the pattern, that the event does not meet; empty where it matches. */
    public Optional<Mismatch> firstMismatch(JsonNode event) {
        if (matches(event)) {
            return Optional.empty();
        }
        for (Leaf leaf : Leaf.of(json)) {
            if (!compile(leaf.alone()).matches(event)) {
                return Optional.of(new Mismatch(leaf.field(), leaf.expected(), found(event, leaf.field())));
            }
        }
        return Optional.of(Mismatch.ofCombination(json, event));
    }

    /** The dotted names of the fields that it asks for, those within {@code $or} included. */
    public Set<String> fields() {
        return alternatives.stream()
                .flatMap(alternative -> alternative.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The pattern as it was written. */
    public JsonNode json() {
        return json.deepCopy();
    }

    /** Two patterns are the same if they are written the same, whatever the order of their fields. */
    @Override
    public boolean equals(Object other) {
        return other instanceof EventPattern pattern && json.equals(pattern.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }

    /** What the library made of it, for an index over many patterns. */
    List<Map<String, List<Patterns>>> alternatives() {
        return alternatives;
    }

    private static Optional<JsonNode> found(JsonNode event, String field) {
        JsonNode at = event;
        for (String name : field.split("\\.")) {
            at = at.path(name);
        }
        return at.isMissingNode() ? Optional.empty() : Optional.of(at);
    }
}
