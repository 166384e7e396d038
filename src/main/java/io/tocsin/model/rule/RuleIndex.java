package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.pattern.PatternIndex;
import io.tocsin.model.silence.Scope;
import io.tocsin.model.silence.ScopeIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Many conditions, asked at once which of them an alert fits: those with matchers are filed by what a label has to be, the others by
 * their patterns. Answers are places in the list that it was made of. Immutable and safe for use by many threads.
 */
final class RuleIndex {

    /**
     * What an alert must be.
     *
     * @param when a pattern that it must fit
     * @param matchers what its labels must be as well; empty for anything
     */
    record Condition(EventPattern when, Optional<Scope.OfMatchers> matchers) {}

    private final List<Condition> conditions;
    private final PatternIndex<Integer> byPattern;
    private final ScopeIndex<Integer> byMatchers;
    private final boolean hasMatchers;

    /** @param conditions in the order in which answers come */
    RuleIndex(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
        Map<Integer, EventPattern> patterns = new LinkedHashMap<>();
        Map<Integer, Scope> scopes = new LinkedHashMap<>();
        for (int i = 0; i < conditions.size(); i++) {
            int place = i;
            conditions
                    .get(i)
                    .matchers()
                    .ifPresentOrElse(
                            matchers -> scopes.put(place, matchers),
                            () -> patterns.put(place, this.conditions.get(place).when()));
        }
        this.byPattern = new PatternIndex<>(patterns);
        this.byMatchers = new ScopeIndex<>(scopes);
        this.hasMatchers = !scopes.isEmpty();
    }

    /** The places of those that the alert fits, in order. @param alert as {@link io.tocsin.model.alert.AlertJson} writes it */
    List<Integer> match(JsonNode alert) {
        List<Integer> found = byPattern.match(alert);
        if (!hasMatchers) {
            return found;
        }
        Set<Integer> all = new TreeSet<>(found);
        for (int place : byMatchers.match(alert)) {
            EventPattern when = conditions.get(place).when();
            if (when.equals(Rule.EVERY) || when.matches(alert)) {
                all.add(place);
            }
        }
        return List.copyOf(all);
    }
}
