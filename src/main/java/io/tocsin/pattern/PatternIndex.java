package io.tocsin.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.Patterns;

/**
 * Many patterns, asked at once which of them an event matches. Immutable and safe for use by many threads.
 *
 * <p>The library walks an event's fields in alphabetical order, so that its cost grows with the number of patterns that
 * agree in the first fields. Here each alternative of a pattern belongs to the group of its most selective condition (the
 * one that fewest others share). One machine knows these conditions only and says which groups an event may concern; each
 * group has a machine of its own for all that its patterns say.
 *
 * @param <T> what a pattern stands for
 */
public final class PatternIndex<T> {
    private final List<T> entries;
    private final GenericMachine<GenericMachine<Integer>> gate = machine();
    private final GenericMachine<Integer> ungated = machine();

    /** @param patterns the patterns and what they stand for; matches come in this order */
    public PatternIndex(Map<T, EventPattern> patterns) {
        this.entries = List.copyOf(new LinkedHashMap<>(patterns).keySet());
        List<Alternative> alternatives = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            for (Map<String, List<Patterns>> fields :
                    patterns.get(entries.get(i)).alternatives()) {
                alternatives.add(new Alternative(i, fields));
            }
        }
        Map<Condition, Integer> shares = Alternative.shares(alternatives);
        Map<Condition, GenericMachine<Integer>> groups = new HashMap<>();
        for (Alternative alternative : alternatives) {
            alternative
                    .mostSelective(shares)
                    .map(condition -> groups.computeIfAbsent(condition, this::group))
                    .orElse(ungated)
                    .addPatternRule(alternative.entry(), alternative.fields());
        }
    }

    /** Everything whose pattern the event fits, in the order in which it was given. */
    public List<T> match(JsonNode event) {
        if (!event.isObject()) {
            return List.of();
        }
        TreeSet<Integer> matched = new TreeSet<>(ungated.rulesForJSONEvent(event));
        for (GenericMachine<Integer> group : gate.rulesForJSONEvent(event)) {
            matched.addAll(group.rulesForJSONEvent(event));
        }
        return matched.stream().map(entries::get).toList();
    }

    private GenericMachine<Integer> group(Condition condition) {
        GenericMachine<Integer> group = machine();
        gate.addPatternRule(group, Map.of(condition.field(), condition.patterns()));
        return group;
    }

    private static <N> GenericMachine<N> machine() {
        return GenericMachine.<N>builder().build();
    }
}
