package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.PatternIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Many scopes, asked at once which of them an alert fits. Patterns are in a {@link PatternIndex}. Matchers are filed under the values
 * that one of them asks for, the one that fewest others ask for: an alert meets only those that want one of its own labels as
 * it is. What asks for no value ({@code !=}, a regular expression that is no list of words) is tried each time. Immutable.
 *
 * @param <T> what a scope stands for
 */
public final class ScopeIndex<T> {

    private record Filed<T>(T entry, Scope scope) {}

    private record Value(String name, String value) {}

    private final PatternIndex<T> patterns;
    private final boolean hasPatterns;
    private final Map<String, Map<String, List<Filed<T>>>> byValue = new HashMap<>();
    private final List<Filed<T>> rest = new ArrayList<>();

    /** @param scopes the scopes and what they stand for */
    public ScopeIndex(Map<T, Scope> scopes) {
        Map<T, EventPattern> byPattern = new LinkedHashMap<>();
        Map<T, Scope.OfMatchers> byMatchers = new LinkedHashMap<>();
        scopes.forEach((entry, scope) -> {
            if (scope instanceof Scope.OfPattern one) {
                byPattern.put(entry, one.pattern());
            } else if (scope instanceof Scope.OfMatchers several) {
                byMatchers.put(entry, several);
            }
        });
        this.hasPatterns = !byPattern.isEmpty();
        this.patterns = new PatternIndex<>(byPattern);
        Map<Value, Integer> shares = new HashMap<>();
        byMatchers.values().stream()
                .flatMap(scope -> scope.matchers().stream())
                .flatMap(matcher -> values(matcher).stream())
                .forEach(value -> shares.merge(value, 1, Integer::sum));
        byMatchers.forEach((entry, scope) -> file(new Filed<>(entry, scope), scope, shares));
    }

    /** Whether an index would have to try it with each alert, since it asks for no value of any label. */
    public static boolean isTriedAlone(Scope scope) {
        return scope instanceof Scope.OfMatchers several
                && several.matchers().stream()
                        .allMatch(matcher -> values(matcher).isEmpty());
    }

    /** What the alert fits, each once. */
    public List<T> match(JsonNode alert) {
        Set<T> found = new LinkedHashSet<>();
        if (hasPatterns) {
            found.addAll(patterns.match(alert));
        }
        if (!byValue.isEmpty()) {
            alert.path("labels").fields().forEachRemaining(label -> {
                Map<String, List<Filed<T>>> values = byValue.get(label.getKey());
                if (values != null) {
                    add(values.getOrDefault(label.getValue().asText(), List.of()), alert, found);
                }
            });
        }
        add(rest, alert, found);
        return List.copyOf(found);
    }

    private void add(List<Filed<T>> candidates, JsonNode alert, Set<T> found) {
        for (Filed<T> one : candidates) {
            if (one.scope.fits(alert)) {
                found.add(one.entry);
            }
        }
    }

    private void file(Filed<T> filed, Scope.OfMatchers scope, Map<Value, Integer> shares) {
        Optional<Set<Value>> rarest = scope.matchers().stream()
                .map(ScopeIndex::values)
                .filter(values -> !values.isEmpty())
                .min(Comparator.comparingInt(
                        values -> values.stream().mapToInt(shares::get).sum()));
        rarest.ifPresentOrElse(
                values -> values.forEach(value -> byValue.computeIfAbsent(value.name, name -> new HashMap<>())
                        .computeIfAbsent(value.value, any -> new ArrayList<>())
                        .add(filed)),
                () -> rest.add(filed));
    }

    /** The values of which a label must have one for the matcher to fit; none where that cannot be said, or absence would do. */
    private static Set<Value> values(Matcher matcher) {
        return matcher.values().filter(values -> !values.contains("")).orElse(Set.of()).stream()
                .map(value -> new Value(matcher.name(), value))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
