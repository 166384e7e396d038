package io.tocsin.model.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.ValuePatterns;

/**
 * The gate to groups whose condition has wildcards. AWS's library puts all wildcards of a field into one automaton, and the
 * time to build it grows with the square of their number and worse: 10,000 rules with a wildcard each took minutes.
 *
 * @param <T> a group
 */
final class WildcardGate<T> {
    private final Map<String, GramIndex<T>> byField;

    /** @param groups the groups and their conditions, of which only the wildcards count here */
    WildcardGate(Map<Condition, T> groups) {
        Map<String, Map<T, List<List<String>>>> fields = new HashMap<>();
        groups.forEach((condition, group) -> {
            List<List<String>> wildcards = condition.patterns().stream()
                    .filter(WildcardGate::isWildcard)
                    .map(wildcard -> literals(((ValuePatterns) wildcard).pattern()))
                    .toList();
            if (!wildcards.isEmpty()) {
                fields.computeIfAbsent(condition.field(), fresh -> new HashMap<>())
                        .put(group, wildcards);
            }
        });
        this.byField = fields.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, field -> new GramIndex<>(field.getValue())));
    }

    static boolean isWildcard(Patterns pattern) {
        return pattern.type() == MatchType.WILDCARD;
    }

    /** Gives out every group whose wildcards the event may fit; the same one may come more than once. */
    void find(JsonNode event, Consumer<T> found) {
        if (!byField.isEmpty()) {
            walk(event, "", found);
        }
    }

    /** As the library flattens an event: names with dots between, and what is in a list as if it stood there by itself. */
    private void walk(JsonNode node, String path, Consumer<T> found) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> walk(
                            field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey(), found));
        } else if (node.isArray()) {
            node.forEach(element -> walk(element, path, found));
        } else if (node.isTextual() && byField.containsKey(path)) {
            byField.get(path).find(node.textValue(), found);
        }
    }

    /** What stands between the stars; the library's pattern has quotes around it and backslashes before what is literal. */
    private static List<String> literals(String pattern) {
        String text = pattern.substring(1, pattern.length() - 1);
        List<String> literals = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '*') {
                literals.add(literal.toString());
                literal.setLength(0);
            } else {
                literal.append(letter == '\\' && i + 1 < text.length() ? text.charAt(++i) : letter);
            }
        }
        literals.add(literal.toString());
        return literals;
    }
}
