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
 * agree in the first fields. Here each alternative of a pattern is filed under its most selective exact value (the one
 * that fewest others share), with a machine per value; an event asks only the machines of the values that it has, and
 * the one machine of the patterns that name no exact value.
 *
 * @param <T> what a pattern stands for
 */
public final class PatternIndex<T> {
    private final List<T> entries;
    private final Map<String, Map<String, GenericMachine<Integer>>> machines = new HashMap<>();
    private final GenericMachine<Integer> unfiled = new GenericMachine<>();
    private final FieldTree fields = new FieldTree();

    /** @param patterns the patterns and what they stand for; matches come in this order */
    public PatternIndex(Map<T, EventPattern> patterns) {
        this.entries = List.copyOf(new LinkedHashMap<>(patterns).keySet());
        List<Alternative> alternatives = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            for (Map<String, List<Patterns>> alternative :
                    patterns.get(entries.get(i)).alternatives()) {
                alternatives.add(new Alternative(i, alternative));
            }
        }
        Map<String, Map<String, Integer>> shares = Alternative.shares(alternatives);
        alternatives.forEach(alternative -> file(alternative, shares));
    }

    /** Everything whose pattern the event fits, in the order in which it was given. */
    public List<T> match(JsonNode event) {
        if (!event.isObject()) {
            return List.of();
        }
        TreeSet<Integer> matched = new TreeSet<>();
        if (!unfiled.isEmpty()) {
            matched.addAll(unfiled.rulesForJSONEvent(event));
        }
        fields.walk(event, (field, value) -> {
            GenericMachine<Integer> machine = machines.get(field).get(value);
            if (machine != null) {
                matched.addAll(machine.rulesForJSONEvent(event));
            }
        });
        return matched.stream().map(entries::get).toList();
    }

    private void file(Alternative alternative, Map<String, Map<String, Integer>> shares) {
        alternative
                .mostSelectiveField(shares)
                .ifPresentOrElse(
                        field -> {
                            fields.add(field);
                            for (String value : alternative.exactValues(field)) {
                                machines.computeIfAbsent(field, any -> new HashMap<>())
                                        .computeIfAbsent(value, any -> new GenericMachine<>())
                                        .addPatternRule(alternative.entry(), alternative.fields());
                            }
                        },
                        () -> unfiled.addPatternRule(alternative.entry(), alternative.fields()));
    }
}
