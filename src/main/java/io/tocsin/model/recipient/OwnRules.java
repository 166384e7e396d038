package io.tocsin.model.recipient;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How somebody wants to be paged by an escalation that leaves it to them.
 *
 * @param bySeverity what is done for these severities
 * @param otherwise what is done for all others
 */
public record OwnRules(Map<Severity, List<Step>> bySeverity, List<Step> otherwise) {

    public OwnRules {
        Map<Severity, List<Step>> copy = new EnumMap<>(Severity.class);
        bySeverity.forEach((severity, steps) -> copy.put(severity, List.copyOf(steps)));
        bySeverity = Map.copyOf(copy);
        otherwise = List.copyOf(otherwise);
    }

    /**
     * One thing that is done as long as nobody has answered.
     *
     * @param after how long after the page
     * @param kinds at which kinds of address
     */
    public record Step(Duration after, List<String> kinds) {

        public Step {
            kinds = List.copyOf(kinds);
        }
    }

    /** What is done for a page of this severity. */
    public List<Step> steps(Severity severity) {
        return bySeverity.getOrDefault(severity, otherwise);
    }

    /** Every kind of address that any of it asks for. */
    public Set<String> kinds() {
        return Stream.concat(bySeverity.values().stream(), Stream.of(otherwise))
                .flatMap(List::stream)
                .flatMap(step -> step.kinds().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
