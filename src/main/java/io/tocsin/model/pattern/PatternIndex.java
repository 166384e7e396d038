package io.tocsin.model.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.Patterns;

/**
 * Many patterns, asked at once which of them an event matches. Immutable and safe for use by many threads.
 *
 * <p>The library walks an event's fields in alphabetical order, so that its cost grows with the number of patterns that
 * agree in the first fields. Here each alternative of a pattern belongs to the group of its most selective condition (the
 * one that fewest others share). One gate knows these conditions only and says which groups an event may concern (for
 * wildcards {@link WildcardGate}, for all others a machine); each group has machines of its own for all that its patterns
 * say.
 *
 * @param <T> what a pattern stands for
 */
public final class PatternIndex<T> {
    private final List<T> entries;
    private final GenericMachine<Shelf> gate = GenericMachine.<Shelf>builder().build();
    private final WildcardGate<Shelf> wildcards;
    private final Shelf ungated = new Shelf();

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
        Map<Condition, Shelf> groups = new HashMap<>();
        for (Alternative alternative : alternatives) {
            alternative
                    .mostSelective(shares)
                    .map(condition -> groups.computeIfAbsent(condition, fresh -> new Shelf()))
                    .orElse(ungated)
                    .add(alternative);
        }
        groups.forEach(this::guard);
        this.wildcards = new WildcardGate<>(groups);
    }

    /** Everything whose pattern the event fits, in the order in which it was given. */
    public List<T> match(JsonNode event) {
        if (!event.isObject()) {
            return List.of();
        }
        Set<Shelf> groups = new HashSet<>(gate.rulesForJSONEvent(event));
        wildcards.find(event, groups::add);
        TreeSet<Integer> matched = new TreeSet<>();
        ungated.match(event, matched::addAll);
        groups.forEach(group -> group.match(event, matched::addAll));
        return matched.stream().map(entries::get).toList();
    }

    private void guard(Condition condition, Shelf group) {
        List<Patterns> others = condition.patterns().stream()
                .filter(pattern -> !WildcardGate.isWildcard(pattern))
                .toList();
        if (!others.isEmpty()) {
            gate.addPatternRule(group, Map.of(condition.field(), others));
        }
    }
}
