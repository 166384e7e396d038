package io.tocsin.model.pattern;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
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
     * @throws InvalidPattern if the library refuses it: the first of its {@link #faults}
     */
    static List<Map<String, List<Patterns>>> compile(JsonNode pattern) {
        List<InvalidPattern> faults = faults(pattern);
        if (!faults.isEmpty()) {
            throw faults.get(0);
        }
        try {
            return JsonRuleCompiler.compile(pattern.toString(), true);
        } catch (IOException | RuntimeException refused) {
            throw refusal(JsonPointer.empty(), reason(refused.getMessage()));
        }
    }

    /** Everything that the library refuses in it, each at its place; empty where it is a pattern. */
    static List<InvalidPattern> faults(JsonNode pattern) {
        if (!pattern.isObject() || pattern.isEmpty()) {
            return List.of(new InvalidPattern(
                    JsonPointer.empty(), PatternWords.NO_PATTERN.expected(), PatternWords.NO_PATTERN.fix()));
        }
        Optional<InvalidPattern> tooMany = tooManyWildcards(pattern);
        if (tooMany.isPresent()) {
            return List.of(tooMany.get());
        }
        return wrong(pattern)
                .map(reason -> {
                    List<InvalidPattern> parts = wrong(Leaf.of(pattern));
                    return parts.isEmpty() ? List.of(refusal(JsonPointer.empty(), reason)) : parts;
                })
                .orElse(List.of());
    }

    /** What it costs to compile a field's wildcards grows with the square of their number, and an event's match with it. */
    private static Optional<InvalidPattern> tooManyWildcards(JsonNode pattern) {
        int wildcards = pattern.findValues("wildcard").stream()
                .mapToInt(value -> Math.max(1, value.size()))
                .sum();
        return wildcards <= WILDCARDS
                ? Optional.empty()
                : Optional.of(new InvalidPattern(
                        JsonPointer.empty(),
                        "at most " + WILDCARDS + " wildcards in one pattern, and it has " + wildcards,
                        "divide it into several"));
    }

    private static List<InvalidPattern> wrong(List<Leaf> leaves) {
        List<InvalidPattern> all = new ArrayList<>();
        for (Leaf leaf : leaves) {
            wrong(leaf.alone()).ifPresent(reason -> {
                List<InvalidPattern> parts = wrong(leaf.alternatives());
                all.addAll(parts.isEmpty() ? List.of(refusal(leaf, reason)) : parts);
            });
        }
        return all;
    }

    private static InvalidPattern refusal(Leaf leaf, String reason) {
        if (leaf.expected().isValueNode()) {
            return new InvalidPattern(
                    leaf.where(),
                    "a list of values",
                    "write [ " + leaf.expected().asText() + " ]");
        }
        return refusal(leaf.where(), reason);
    }

    private static InvalidPattern refusal(JsonPointer where, String reason) {
        PatternWords words = PatternWords.of(reason);
        return new InvalidPattern(where, words.expected(), words.fix());
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
