package io.tocsin.app.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.InvalidScopeException;
import io.tocsin.model.silence.Matcher;
import io.tocsin.model.silence.Scope;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an alert has to fit to get to a route: the matchers of the route and of all above it. */
final class Way {

    private final String name;
    private final List<Matcher> matchers;
    private final Optional<String> wrong;
    private final Map<String, Scope> byLabel = new HashMap<>();
    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    /**
     * @param name what the route's rule is called
     * @param matchers those of the whole way, each once
     */
    Way(String name, List<Matcher> matchers) {
        this.name = name;
        this.matchers = List.copyOf(matchers);
        this.wrong = wrong(matchers);
        if (wrong.isEmpty()) {
            matchers.stream()
                    .collect(Collectors.groupingBy(Matcher::name))
                    .forEach((label, all) -> byLabel.put(label, Scope.of(all)));
            matchers.forEach(matcher -> matcher.values()
                    .ifPresent(found -> values.computeIfAbsent(matcher.name(), label -> found.stream()
                            .filter(value -> fits(label, value))
                            .collect(Collectors.toSet()))));
        }
    }

    private static Optional<String> wrong(List<Matcher> matchers) {
        if (matchers.isEmpty()) {
            return Optional.empty();
        }
        try {
            Scope.of(matchers);
            return Optional.empty();
        } catch (InvalidScopeException tooMuch) {
            return Optional.of(tooMuch.getMessage());
        }
    }

    /** What the route's rule is called. */
    String name() {
        return name;
    }

    /** All of its matchers. */
    List<Matcher> matchers() {
        return matchers;
    }

    /** Why no rule can have them; empty where one can. */
    Optional<String> wrong() {
        return wrong;
    }

    /** Of labels that must have one of a few values, those values; the empty one is a label that is not there. */
    Map<String, Set<String>> values() {
        return values;
    }

    /** Whether an alert may fit both; not where one asks for values of a label that the other refuses. */
    boolean mayMeet(Way other) {
        return mayHaveWhatIsAskedBy(other) && other.mayHaveWhatIsAskedBy(this);
    }

    private boolean mayHaveWhatIsAskedBy(Way other) {
        return other.values.entrySet().stream()
                .allMatch(asked -> asked.getValue().stream().anyMatch(value -> fits(asked.getKey(), value)));
    }

    private boolean fits(String label, String value) {
        Scope scope = byLabel.get(label);
        if (scope == null) {
            return true;
        }
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        alert.putObject("labels").put(label, value);
        return scope.fits(alert);
    }
}
