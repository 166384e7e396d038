package io.tocsin.pipeline.statistics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * By which names something is counted.
 *
 * @param severity its word; empty where it has none
 * @param source the hub's own name of it; empty where nobody sent it
 * @param rules those that matched
 * @param receivers those that it is for
 */
record About(
        Optional<String> severity, Optional<String> source, Collection<String> rules, Collection<String> receivers) {

    /** What no receiver is named of. */
    static About of(String severity, String source, Collection<String> rules) {
        return of(severity, source, rules, List.of());
    }

    /** The same of receivers; a severity or source may be null. */
    static About of(String severity, String source, Collection<String> rules, Collection<String> receivers) {
        return new About(named(severity), named(source), rules, receivers);
    }

    private static Optional<String> named(String name) {
        return Optional.ofNullable(name).filter(text -> !text.isEmpty());
    }

    /** The names in each dimension. */
    Map<Dimension, Collection<String>> names() {
        return Map.of(
                Dimension.ALL, List.of(""),
                Dimension.SEVERITY, severity.map(List::of).orElse(List.of()),
                Dimension.SOURCE, source.map(List::of).orElse(List.of()),
                Dimension.RULE, rules,
                Dimension.RECEIVER, receivers);
    }
}
