package io.tocsin.model.pattern;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Patterns;

/** Compiles patterns with AWS's library and finds the part that is at fault where it refuses one. */
final class PatternCompiler {
    private static final int WILDCARDS = 100;

    private PatternCompiler() {}

    /**
     * The pattern as alternatives (a {@code $or} gives several), each a conjunction of fields by dotted name.
     *
     * @throws InvalidPattern if the library refuses it
     */
    static List<Map<String, List<Patterns>>> compile(JsonNode pattern) {
        tooManyWildcards(pattern);
        Optional<String> wrong = wrong(pattern);
        if (wrong.isPresent()) {
            throw refusal(pattern, wrong.get());
        }
        try {
            return JsonRuleCompiler.compile(pattern.toString(), true);
        } catch (IOException | RuntimeException refused) {
            throw new InvalidPattern(JsonPointer.empty(), reason(refused.getMessage()));
        }
    }

    /** What it costs to compile a field's wildcards grows with the square of their number, and an event's match with it. */
    private static void tooManyWildcards(JsonNode pattern) {
        int wildcards = pattern.findValues("wildcard").stream()
                .mapToInt(value -> Math.max(1, value.size()))
                .sum();
        if (wildcards > WILDCARDS) {
            throw new InvalidPattern(
                    JsonPointer.empty(),
                    "at most " + WILDCARDS + " wildcards in one pattern, and it has " + wildcards
                            + "; divide it into several");
        }
    }

    private static InvalidPattern refusal(JsonNode pattern, String reason) {
        if (!pattern.isObject() || pattern.isEmpty()) {
            return new InvalidPattern(
                    JsonPointer.empty(), "an event pattern is an object that names at least one field");
        }
        return firstWrong(Leaf.of(pattern)).orElse(new InvalidPattern(JsonPointer.empty(), reason));
    }

    private static Optional<InvalidPattern> firstWrong(List<Leaf> leaves) {
        for (Leaf leaf : leaves) {
            Optional<String> wrong = wrong(leaf.alone());
            if (wrong.isPresent()) {
                return firstWrong(leaf.alternatives()).or(() -> Optional.of(refusal(leaf, wrong.get())));
            }
        }
        return Optional.empty();
    }

    private static InvalidPattern refusal(Leaf leaf, String reason) {
        if (leaf.expected().isValueNode()) {
            return new InvalidPattern(
                    leaf.where(),
                    "a value stands in a list: write [ " + leaf.expected().asText() + " ]");
        }
        return new InvalidPattern(leaf.where(), reason);
    }

    private static Optional<String> wrong(JsonNode pattern) {
        return Optional.ofNullable(JsonRuleCompiler.check(pattern.toString(), true))
                .map(PatternCompiler::reason);
    }

    /** The library's words without the position in a text that the reader never saw. */
    private static String reason(String message) {
        String first = message == null ? "not an event pattern" : message.split("\\R", 2)[0];
        return first.replaceAll("\\s*at \\[Source:.*", "").strip();
    }
}
