package io.tocsin.app.hub;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The environment variables that a command was started with. */
@FunctionalInterface
public interface Environment extends Function<String, Optional<String>> {

    /** The names of all variables, so that a misspelt one can be told; empty where they cannot be listed. */
    default Set<String> names() {
        return Set.of();
    }

    /** These variables. */
    static Environment of(Map<String, String> variables) {
        Map<String, String> kept = Map.copyOf(variables);
        return new Environment() {
            @Override
            public Optional<String> apply(String name) {
                return Optional.ofNullable(kept.get(name));
            }

            @Override
            public Set<String> names() {
                return kept.keySet();
            }
        };
    }
}
