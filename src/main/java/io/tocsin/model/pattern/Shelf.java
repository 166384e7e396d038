package io.tocsin.model.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.event.ruler.GenericMachine;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;

/** As many machines as it takes to have few wildcards in each: the cost of building one grows with their square. */
final class Shelf {
    private static final int WILDCARDS = 32;
    private static final Set<MatchType> COSTLY = EnumSet.of(MatchType.WILDCARD, MatchType.ANYTHING_BUT_WILDCARD);

    private final List<GenericMachine<Integer>> machines = new ArrayList<>();
    private final Set<Condition> wildcards = new HashSet<>();

    /** Adds to the machine that was begun last, or to a new one where that has too many wildcards already. */
    void add(Alternative alternative) {
        Set<Condition> costly = costly(alternative);
        Set<Condition> together = new HashSet<>(wildcards);
        together.addAll(costly);
        if (machines.isEmpty() || together.size() > WILDCARDS && !costly.isEmpty()) {
            machines.add(GenericMachine.<Integer>builder().build());
            wildcards.clear();
        }
        wildcards.addAll(costly);
        machines.get(machines.size() - 1).addPatternRule(alternative.entry(), alternative.fields());
    }

    /** Gives out the entries that the event fits. */
    void match(JsonNode event, Consumer<List<Integer>> matched) {
        machines.forEach(machine -> matched.accept(machine.rulesForJSONEvent(event)));
    }

    private static Set<Condition> costly(Alternative alternative) {
        return alternative.fields().entrySet().stream()
                .flatMap(field -> field.getValue().stream()
                        .filter(pattern -> COSTLY.contains(pattern.type()))
                        .map(pattern -> new Condition(field.getKey(), List.<Patterns>of(pattern))))
                .collect(Collectors.toSet());
    }
}
