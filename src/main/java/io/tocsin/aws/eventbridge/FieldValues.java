package io.tocsin.aws.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a pattern lets one field be: sets of texts, prefixes and other conditions, and what can be concluded of them. */
final class FieldValues {
    private FieldValues() {}

    /** Whether only texts and prefixes are in it. */
    static boolean plain(Set<JsonNode> values) {
        return values.stream()
                .allMatch(value -> value.isTextual() || prefix(value).isPresent());
    }

    /** Whether each of them asks for the field to be there. {@code anything-but} is taken for one that may not. */
    static boolean present(Set<JsonNode> values) {
        return values.stream()
                .noneMatch(value -> value.has("anything-but")
                        || value.path("exists").isBoolean()
                                && !value.path("exists").booleanValue());
    }

    /**
     * Values that let in at least what both let in: exactly that where both are plain.
     *
     * @return empty where nothing can be both
     */
    static Optional<Set<JsonNode>> both(Set<JsonNode> one, Set<JsonNode> other) {
        if (isThere(one)) {
            return Optional.of(other);
        }
        if (isThere(other) || !plain(one) || !plain(other)) {
            return Optional.of(one);
        }
        Set<JsonNode> both = sorted();
        for (JsonNode a : one) {
            for (JsonNode b : other) {
                if (covers(a, b)) {
                    both.add(b);
                } else if (covers(b, a)) {
                    both.add(a);
                }
            }
        }
        return Optional.of(both).filter(values -> !values.isEmpty());
    }

    /** Whether everything that the narrow ones let in, the wide ones let in. */
    static boolean cover(Set<JsonNode> wide, Set<JsonNode> narrow) {
        return narrow.stream().allMatch(value -> wide.stream().anyMatch(other -> covers(other, value)));
    }

    /** Both sets together, without what another value of them lets in anyway. */
    static Set<JsonNode> either(Set<JsonNode> one, Set<JsonNode> other) {
        Set<JsonNode> all = sorted();
        all.addAll(one);
        all.addAll(other);
        Set<JsonNode> needed = sorted();
        for (JsonNode value : all) {
            if (all.stream().noneMatch(wider -> !wider.equals(value) && covers(wider, value))) {
                needed.add(value);
            }
        }
        return needed;
    }

    /** An empty set in the order in which values are written. */
    static Set<JsonNode> sorted() {
        return new TreeSet<>(java.util.Comparator.comparing(JsonNode::toString));
    }

    private static boolean isThere(Set<JsonNode> values) {
        return values.size() == 1 && values.iterator().next().equals(there());
    }

    private static JsonNode there() {
        return JsonNodeFactory.instance.objectNode().put("exists", true);
    }

    private static boolean covers(JsonNode wide, JsonNode narrow) {
        if (wide.equals(narrow)) {
            return true;
        }
        if (wide.equals(there())) {
            return present(Set.of(narrow));
        }
        Optional<String> start = prefix(wide);
        String text = narrow.isTextual() ? narrow.textValue() : prefix(narrow).orElse(null);
        return start.isPresent() && text != null && text.startsWith(start.get());
    }

    private static Optional<String> prefix(JsonNode value) {
        return value.isObject() && value.size() == 1 && value.path("prefix").isTextual()
                ? Optional.of(value.path("prefix").textValue())
                : Optional.empty();
    }
}
