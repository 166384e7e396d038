package io.tocsin.files;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the YAML library says of a text that is none, in words of somebody who wrote it.
 *
 * @param found what stands there
 * @param expected what would be right
 * @param fix what to do
 */
record YamlWords(String found, String expected, String fix) {
    private static final Pattern CHARACTER = Pattern.compile("character '(.+?)'");

    /** A part of the library's words, and ours; the first that fits counts. */
    private record Meaning(String part, YamlWords words) {}

    private static final List<Meaning> MEANINGS = List.of(
            meaning("TAB", "a tab", "spaces", "indent with spaces: YAML allows no tabs there"),
            meaning("another document", "a second document (---)", "one document", "make a file of its own of it"),
            meaning(
                    "mapping values are not allowed",
                    "a colon where no field can begin",
                    "`name: value`",
                    "quote a text that has a colon in it, or correct the indentation of this line"),
            meaning(
                    "sequence entries are not allowed",
                    "a list entry (`- `) where none can begin",
                    "the list below its field",
                    "put it on a line of its own, or write [ ... ]"),
            meaning(
                    "could not find expected ':'",
                    "a line without a colon",
                    "`name: value`",
                    "add the colon, or indent the line as part of the one above it"),
            meaning(
                    "unknown escape character",
                    "a backslash in double quotes that means nothing",
                    "\\\\ for a backslash",
                    "double it, or use single quotes"),
            meaning(
                    "unexpected end of stream",
                    "quotes that do not end",
                    "a quote at the end of the text",
                    "look at this line and the ones above it for a quote without its partner"),
            meaning(
                    "expected <block end>",
                    "an indentation that fits nothing above it",
                    "as many spaces as the fields that it belongs to",
                    "align this line with them"),
            meaning(
                    "expected ',' or ']'",
                    "a list `[` that does not end",
                    "a comma between its values and `]` behind them",
                    "look at this line and the one above it"),
            meaning(
                    "expected ',' or '}'",
                    "braces `{` that do not end",
                    "a comma between their fields and `}` behind them",
                    "look at this line and the one above it"),
            meaning(
                    "expected the node content",
                    "no value where one belongs",
                    "a value",
                    "write it, or remove the line"),
            meaning(
                    "undefined alias",
                    "a value that begins with `*`",
                    "quotes around it: without them it names another value",
                    "write \"*...\""),
            meaning(
                    "alphabetic or numeric character",
                    "a value that begins with `*` or `&`",
                    "quotes around it: without them it names another value",
                    "quote it"));

    /** @param problem the library's words */
    static YamlWords of(String problem) {
        if (problem.contains("cannot start any token") && !problem.contains("TAB")) {
            Matcher character = CHARACTER.matcher(problem);
            String which = character.find() ? character.group(1) : "?";
            return new YamlWords(
                    "a value that begins with `" + which + "`",
                    "quotes around it: the character has a meaning of its own in YAML",
                    "write \"" + which + "...\"");
        }
        return MEANINGS.stream()
                .filter(meaning -> problem.contains(meaning.part))
                .map(Meaning::words)
                .findFirst()
                .orElse(new YamlWords(
                        "what is no YAML",
                        "fields with the same indentation, each `name: value`",
                        "look at this line and" + " the one above it"));
    }

    private static Meaning meaning(String part, String found, String expected, String fix) {
        return new Meaning(part, new YamlWords(found, expected, fix));
    }
}
