package io.tocsin.model.pattern;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.event.ruler.Patterns;

/**
 * One way for a pattern to match: all of these fields.
 *
 * @param entry the number of the pattern
 * @param fields what each field may be, by dotted name
 */
record Alternative(int entry, Map<String, List<Patterns>> fields) {

    /** How many alternatives allow a field each single value or form; a condition of one pattern is the key. */
    static Map<Condition, Integer> shares(List<Alternative> alternatives) {
        Map<Condition, Integer> shares = new HashMap<>();
        alternatives.stream()
                .flatMap(Alternative::selective)
                .flatMap(Alternative::singles)
                .forEach(single -> shares.merge(single, 1, Integer::sum));
        return shares;
    }

    /** The selective condition that fewest other alternatives share; empty where there is none. */
    Optional<Condition> mostSelective(Map<Condition, Integer> shares) {
        return selective()
                .min(Comparator.comparingInt((Condition condition) ->
                                singles(condition).mapToInt(shares::get).sum())
                        .thenComparing(Condition::field));
    }

    private Stream<Condition> selective() {
        return fields.entrySet().stream()
                .map(field -> new Condition(field.getKey(), field.getValue()))
                .filter(Condition::selective);
    }

    private static Stream<Condition> singles(Condition condition) {
        return condition.patterns().stream().map(pattern -> new Condition(condition.field(), List.of(pattern)));
    }
}
