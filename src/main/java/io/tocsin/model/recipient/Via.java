package io.tocsin.model.recipient;

import io.tocsin.model.alert.Severity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of address at which people are told, chosen by severity if wished.
 *
 * @param bySeverity the kinds for these severities; an empty list tells nobody
 * @param otherwise the kinds for all other severities; empty tells nobody
 */
public record Via(Map<Severity, List<String>> bySeverity, List<String> otherwise) {

    public Via {
        Map<Severity, List<String>> copy = new EnumMap<>(Severity.class);
        bySeverity.forEach((severity, kinds) -> copy.put(severity, List.copyOf(kinds)));
        bySeverity = Map.copyOf(copy);
        otherwise = List.copyOf(otherwise);
    }

    /** The same kinds for every severity. */
    public static Via always(List<String> kinds) {
        return new Via(Map.of(), kinds);
    }

    /** The kinds for an incident of this severity. */
    public List<String> kinds(Severity severity) {
        return bySeverity.getOrDefault(severity, otherwise);
    }

    /** Every kind that any severity has. */
    public Set<String> all() {
        return Stream.concat(bySeverity.values().stream(), Stream.of(otherwise))
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
