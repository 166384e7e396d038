package io.tocsin.model.silence;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A condition on one label as Alertmanager has it. A label that is not there is an empty one: {@code env!=prod} fits an alert
 * without the label {@code env}. A regular expression fits the whole value; it is RE2, whose cost grows with the length of the value
 * alone, and its size is bounded.
 *
 * @param name the label's; any text but the empty one
 * @param operator how the value is compared
 * @param value what it is compared with; a regular expression where the operator says so
 */
public record Matcher(String name, Operator operator, String value) {

    /** No name or value is longer, in characters. */
    public static final int LONGEST = 1_000;

    /** How a label's value is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** As it is written between name and value. */
        public String sign() {
            return sign;
        }

        /** Whether what stands behind it is a regular expression. */
        public boolean isRegex() {
            return this == MATCHES || this == MATCHES_NOT;
        }

        /** Whether it asks that the value be so, and not that it be otherwise. */
        public boolean isEqual() {
            return this == EQUAL || this == MATCHES;
        }

        /** The one that is, or is not, a regular expression, and asks for the one or the other. */
        public static Operator of(boolean isRegex, boolean isEqual) {
            return Arrays.stream(values())
                    .filter(one -> one.isRegex() == isRegex && one.isEqual() == isEqual)
                    .findFirst()
                    .orElseThrow();
        }

        static Optional<Operator> ofSign(String sign) {
            return Arrays.stream(values()).filter(one -> one.sign.equals(sign)).findFirst();
        }
    }

    /** @throws InvalidScopeException if it can fit nothing that there is, or its regular expression is none or too large */
    public Matcher {
        if (name.isEmpty()) {
            throw new InvalidScopeException("a matcher without a label's name; write name=\"value\"");
        }
        if (name.length() > LONGEST || value.length() > LONGEST) {
            throw new InvalidScopeException("the matcher of " + name.substring(0, Math.min(40, name.length()))
                    + " is longer than " + LONGEST + " characters; make it shorter, or several silences of it");
        }
        if (operator.isRegex()) {
            RegexSize.check(name, value);
            try {
                Pattern.compile(value);
            } catch (PatternSyntaxException wrong) {
                throw new InvalidScopeException("the regular expression of " + name + " is none (" + wrong.getMessage()
                        + "); it has RE2's syntax, https://github.com/google/re2/wiki/Syntax");
            }
        }
    }

    /** The values of which a label must have one to fit, the empty one if it may be absent; empty where they cannot be listed. */
    public Optional<Set<String>> values() {
        return switch (operator) {
            case EQUAL -> Optional.of(Set.of(value));
            case MATCHES ->
                isListOfWords() ? Optional.of(new LinkedHashSet<>(List.of(value.split("\\|", -1)))) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private boolean isListOfWords() {
        return value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-/: |".indexOf(c) >= 0);
    }

    /** Compiled, for asking it many times. */
    Test test() {
        return switch (operator) {
            case EQUAL -> value::equals;
            case NOT_EQUAL -> found -> !value.equals(found);
            case MATCHES -> {
                Pattern pattern = Pattern.compile(value);
                yield pattern::matches;
            }
            case MATCHES_NOT -> {
                Pattern pattern = Pattern.compile(value);
                yield found -> !pattern.matches(found);
            }
        };
    }

    /** Whether a label's value fits. */
    @FunctionalInterface
    interface Test {
        /** @param value the label's; empty where there is none */
        boolean fits(String value);
    }

    /** As it is written: {@code name=~"value"}, the name quoted where it has to be. */
    @Override
    public String toString() {
        return MatcherText.write(this);
    }
}
