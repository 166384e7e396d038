package io.tocsin.model.pattern;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;

/**
 * What a pattern says of one field.
 *
 * @param field the dotted name
 * @param patterns what it may be
 */
record Condition(String field, List<Patterns> patterns) {
    /** Those that few values fit. What is left out (anything-but, exists, ranges) fits most events however it is written. */
    private static final Set<MatchType> SELECTIVE = EnumSet.of(
            MatchType.EXACT,
            MatchType.NUMERIC_EQ,
            MatchType.EQUALS_IGNORE_CASE,
            MatchType.PREFIX,
            MatchType.PREFIX_EQUALS_IGNORE_CASE,
            MatchType.SUFFIX,
            MatchType.SUFFIX_EQUALS_IGNORE_CASE,
            MatchType.WILDCARD);

    /** Whether it can tell few events from many. */
    boolean selective() {
        return patterns.stream().allMatch(pattern -> SELECTIVE.contains(pattern.type()));
    }
}
