package io.tocsin.model.pattern;

import io.tocsin.files.NearestWord;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What AWS's library says of a pattern that it refuses, in words of somebody who wrote it.
 *
 * @param expected what would be right
 * @param fix what to do
 */
record PatternWords(String expected, String fix) {
    static final PatternWords NO_PATTERN = new PatternWords(
            "an event pattern: fields, each with a list of values", "write for example { status: [ firing ] }");

    private static final String UNKNOWN_MATCH = "Unrecognized match type ";
    private static final List<String> MATCHES =
            List.of("prefix", "suffix", "wildcard", "equals-ignore-case", "anything-but", "exists", "numeric", "cidr");
    private static final Set<String> EXPRESSIONS =
            Set.of("regex", "regexp", "regular-expression", "re", "match", "matches", "match-regex", "=~", "pattern");
    private static final Set<String> PARTS = Set.of("contains", "includes", "like", "glob", "substring");
    private static final Set<String> NOTS = Set.of("not", "ne", "neq", "not-in", "not-equals", "!=", "except");
    private static final Set<String> EQUALS = Set.of("equals", "eq", "in", "is", "one-of", "any-of", "==");

    /** A part of the library's words, and ours; the first that fits counts. */
    private record Meaning(String part, PatternWords words) {}

    private static final List<Meaning> MEANINGS = List.of(
            meaning(
                    "must be an object or an array",
                    "a list of values",
                    "put the value into a list: [ ... ], of which one has to fit"),
            meaning("Empty arrays", "at least one value in the list", "write one, or take the field out"),
            meaning("Empty objects", "at least one field in it", "write one, or take it out"),
            meaning(
                    "Only one key allowed",
                    "one match in each { }",
                    "give each a { } of its own; one of them has to fit"),
            meaning("Match expression name not found", "a match in the { }", "write for example { prefix: \"prod-\" }"),
            meaning(
                    "Match value must be",
                    "texts, numbers, true, false, null or { a match: ... } in the list",
                    "take the list out of the list"),
            meaning(
                    "exists match pattern must be",
                    "true or false for `exists`",
                    "write { exists: true } or { exists: false }"),
            meaning("Consecutive wildcard", "single `*`", "remove the second `*`: one stands for any text"),
            meaning("Invalid escape", "`\\*` for a star and `\\\\` for a backslash", "double the backslash"),
            meaning("Null prefix/suffix", "at least one letter", "write the beginning or the end of the text"),
            meaning(
                    "Unsupported prefix pattern",
                    "a text, or { equals-ignore-case: ... }",
                    "write { prefix: \"prod-\" }"),
            meaning(
                    "Unsupported suffix pattern",
                    "a text, or { equals-ignore-case: ... }",
                    "write { suffix: \"-db\" }"),
            meaning(
                    "Unsupported anything-but",
                    "values, or one of prefix, suffix, equals-ignore-case, wildcard",
                    "write for example { anything-but: [ dev, test ] } or { anything-but: { prefix: \"dev-\" } }"),
            meaning(
                    "nside anything",
                    "texts alone, or numbers alone, in `anything-but`",
                    "write for example { anything-but: [ dev, test ] }"),
            meaning(
                    "Value of anything-but",
                    "a text, a number, or a list of either",
                    "write for example { anything-but: [ dev, test ] }"),
            meaning("match pattern must be a string", "a text", "write it in quotes"),
            meaning(
                    "umeric",
                    "numbers in a range for `numeric`",
                    "write for example { numeric: [ \">\", 0, \"<=\", 5 ] }"),
            meaning("Too many", "one range for `numeric`", "write for example { numeric: [ \">\", 0, \"<=\", 5 ] }"),
            meaning("Bottom must be less", "a lower bound below the upper one", "swap the two"),
            meaning("CIDR", "an address and how many bits of it count", "write for example { cidr: 10.0.0.0/8 }"),
            meaning("mask bits", "an address and how many bits of it count", "write for example { cidr: 10.0.0.0/8 }"),
            meaning("IP address", "an address of IPv4 or IPv6", "write for example { cidr: 10.0.0.0/8 }"),
            meaning(
                    "$or",
                    "a list of at least two patterns for `$or`",
                    "write $or: [ { severity: [ high ] }, { labels: { tier: [ gold ] } } ]"),
            meaning("Ruler reserved", "names of fields in `$or`", "rename the field"),
            meaning("multiple times", "each field once", "write all its values in one list"));

    /** @param problem the library's words, without a place */
    static PatternWords of(String problem) {
        if (problem.startsWith(UNKNOWN_MATCH)) {
            return unknownMatch(problem.substring(UNKNOWN_MATCH.length()).strip());
        }
        return MEANINGS.stream()
                .filter(meaning -> problem.contains(meaning.part))
                .map(Meaning::words)
                .findFirst()
                .orElse(new PatternWords(
                        "an event pattern (AWS: " + problem + ")", "see docs/rules.md for what a pattern can say"));
    }

    private static PatternWords unknownMatch(String written) {
        String word = written.toLowerCase(Locale.ROOT);
        String all = "one of " + String.join(", ", MATCHES);
        if (EXPRESSIONS.contains(word)) {
            return new PatternWords(
                    all + ": event patterns have no regular expressions",
                    "write { wildcard: \"*-db-*\" }, { prefix: \"prod-\" } or { suffix: \"-db\" }; several in the list are alternatives");
        }
        if (PARTS.contains(word)) {
            return new PatternWords(all, "write { wildcard: \"*text*\" } for what stands anywhere in it");
        }
        if (NOTS.contains(word)) {
            return new PatternWords(all, "write { anything-but: [ ... ] }");
        }
        if (EQUALS.contains(word)) {
            return new PatternWords(all, "write the values themselves in the list: [ a, b ]");
        }
        return new PatternWords(
                all,
                NearestWord.of(word, MATCHES)
                        .map(match -> "did you mean `" + match + "`?")
                        .orElse("use one of them, or write the value itself in the list"));
    }

    private static Meaning meaning(String part, String expected, String fix) {
        return new Meaning(part, new PatternWords(expected, fix));
    }
}
