package io.tocsin.model.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.pattern.EventPattern;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which alerts something is about: those that fit an event pattern, or whose labels fit matchers. Immutable. */
public sealed interface Scope {

    /** Those that fit a pattern over the alert as JSON. */
    record OfPattern(EventPattern pattern) implements Scope {

        @Override
        public boolean fits(JsonNode alert) {
            return pattern.matches(alert);
        }

        @Override
        public String toString() {
            return pattern.toString();
        }
    }

    /** Those whose labels fit all matchers. */
    final class OfMatchers implements Scope {

        private final List<Matcher> matchers;
        private final List<Matcher.Test> tests;

        private OfMatchers(List<Matcher> matchers) {
            this.matchers = List.copyOf(matchers);
            this.tests = matchers.stream().map(Matcher::test).toList();
        }

        /** As they were given. */
        public List<Matcher> matchers() {
            return matchers;
        }

        @Override
        public boolean fits(JsonNode alert) {
            JsonNode labels = alert.path("labels");
            for (int i = 0; i < tests.size(); i++) {
                if (!tests.get(i).fits(labels.path(matchers.get(i).name()).asText(""))) {
                    return false;
                }
            }
            return true;
        }

        /** The first matcher that an alert does not fit, with what its label is; empty where it fits all. */
        public Optional<String> firstMismatch(JsonNode alert) {
            for (int i = 0; i < tests.size(); i++) {
                Matcher matcher = matchers.get(i);
                String found = alert.path("labels").path(matcher.name()).asText("");
                if (!tests.get(i).fits(found)) {
                    return Optional.of("labels." + matcher.name()
                            + (found.isEmpty() ? " is not there" : " is \"" + found + "\"") + ", expected " + matcher);
                }
            }
            return Optional.empty();
        }

        /** Whether an alert without labels fits, so that nearly any does. */
        public boolean fitsNoLabels() {
            return tests.stream().allMatch(test -> test.fits(""));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfMatchers scope && matchers.equals(scope.matchers);
        }

        @Override
        public int hashCode() {
            return matchers.hashCode();
        }

        @Override
        public String toString() {
            return matchers.stream().map(Matcher::toString).collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** So many matchers at most. */
    int MOST_MATCHERS = 50;

    /** So many parts at most in all regular expressions of a scope, once their repetitions are written out. */
    int MOST_PARTS = 10_000;

    /** @return those that fit the pattern */
    static Scope of(EventPattern pattern) {
        return new OfPattern(pattern);
    }

    /**
     * Those that fit all of these.
     *
     * @throws InvalidScopeException if there is none, or there are more than {@value #MOST_MATCHERS}, or their regular
     *     expressions have more than {@value #MOST_PARTS} parts together
     */
    static OfMatchers of(List<Matcher> matchers) {
        if (matchers.isEmpty() || matchers.size() > MOST_MATCHERS) {
            throw new InvalidScopeException(
                    matchers.size() + " matchers; expected at least one and at most " + MOST_MATCHERS);
        }
        long parts = matchers.stream()
                .filter(matcher -> matcher.operator().isRegex())
                .mapToLong(matcher -> RegexSize.of(matcher.value()))
                .sum();
        if (parts > MOST_PARTS) {
            throw new InvalidScopeException("the regular expressions of the matchers have more than " + MOST_PARTS
                    + " parts together; write fewer or smaller ones, or several silences");
        }
        return new OfMatchers(matchers);
    }

    /** Whether an alert is meant. @param alert as {@link io.tocsin.model.alert.AlertJson} writes it */
    boolean fits(JsonNode alert);
}
