package io.tocsin.pattern;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.ValuePatterns;

/**
 * One way for a pattern to match: all of these fields.
 *
 * @param entry the number of the pattern
 * @param fields what each field may be, by dotted name
 */
record Alternative(int entry, Map<String, List<Patterns>> fields) {

    /** How many alternatives name each exact value, by field and value. */
    static Map<String, Map<String, Integer>> shares(List<Alternative> alternatives) {
        Map<String, Map<String, Integer>> shares = new HashMap<>();
        for (Alternative alternative : alternatives) {
            for (String field : alternative.fields.keySet()) {
                alternative.exactValues(field).forEach(value -> shares.computeIfAbsent(field, any -> new HashMap<>())
                        .merge(value, 1, Integer::sum));
            }
        }
        return shares;
    }

    /** The field with exact values only that fewest other alternatives share; empty where there is none. */
    Optional<String> mostSelectiveField(Map<String, Map<String, Integer>> shares) {
        return fields.keySet().stream()
                .filter(field -> !exactValues(field).isEmpty())
                .min(Comparator.comparingInt((String field) -> exactValues(field).stream()
                                .mapToInt(value -> shares.get(field).get(value))
                                .sum())
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The strings that the field must be one of; empty where the pattern says anything else of it. */
    List<String> exactValues(String field) {
        List<Patterns> patterns = fields.get(field);
        boolean strings = patterns.stream().allMatch(pattern -> pattern.type() == MatchType.EXACT && isString(pattern));
        return strings ? patterns.stream().map(Alternative::unquoted).toList() : List.of();
    }

    /** The library keeps a string with its quotation marks, and true, false, null and numbers without. */
    private static boolean isString(Patterns pattern) {
        String text = ((ValuePatterns) pattern).pattern();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    }

    private static String unquoted(Patterns pattern) {
        String text = ((ValuePatterns) pattern).pattern();
        return text.substring(1, text.length() - 1);
    }
}
