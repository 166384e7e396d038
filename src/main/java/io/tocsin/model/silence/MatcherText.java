package io.tocsin.model.silence;

import java.util.ArrayList;
import java.util.List;

/**
 * Matchers as people write them for Alertmanager: {@code alertname=DiskFull, env=~"prod|stage"}, in braces or not; names and
 * values with anything but letters, digits and a few signs stand in double quotes.
 */
public final class MatcherText {

    private static final String SPECIAL = "{}!=~,\\\"'`";
    private static final String ESCAPED = "\\\"\n\t\r";
    private static final String LETTERS = "\\\"ntr";

    private final String text;
    private int at;

    private MatcherText(String text) {
        this.text = text;
    }

    /**
     * Reads matchers.
     *
     * @return at least one
     * @throws InvalidScopeException if it is none
     */
    public static List<Matcher> read(String text) {
        return new MatcherText(text.strip()).matchers();
    }

    static String write(Matcher matcher) {
        return name(matcher.name()) + matcher.operator().sign() + quoted(matcher.value());
    }

    private static String name(String name) {
        return name.matches("[a-zA-Z_][a-zA-Z0-9_]*") ? name : quoted(name);
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            int escaped = ESCAPED.indexOf(c);
            if (escaped < 0) {
                quoted.append(c);
            } else {
                quoted.append('\\').append(LETTERS.charAt(escaped));
            }
        }
        return quoted.append('"').toString();
    }

    private List<Matcher> matchers() {
        boolean braces = skip('{');
        List<Matcher> all = new ArrayList<>();
        do {
            blank();
            if (!all.isEmpty() && (end() || text.charAt(at) == '}')) {
                break; // a comma at the end is allowed
            }
            all.add(matcher());
            blank();
        } while (skip(','));
        if (braces && !skip('}')) {
            throw wrong("a closing brace");
        }
        blank();
        if (!end()) {
            throw wrong(braces ? "nothing behind the brace" : "a comma, or the end");
        }
        return List.copyOf(all);
    }

    private Matcher matcher() {
        String name = literal("a label's name");
        blank();
        int length = at + 2 <= text.length()
                        && Matcher.Operator.ofSign(text.substring(at, at + 2)).isPresent()
                ? 2
                : 1;
        Matcher.Operator operator = Matcher.Operator.ofSign(text.substring(at, Math.min(text.length(), at + length)))
                .orElseThrow(() -> wrong("=, !=, =~ or !~"));
        at += length;
        blank();
        return new Matcher(name, operator, value());
    }

    /** Nothing behind the operator is the empty value. */
    private String value() {
        return end() || text.charAt(at) == ',' || text.charAt(at) == '}' ? "" : literal("a value");
    }

    private String literal(String expected) {
        if (skip('"')) {
            return quotedRest();
        }
        int from = at;
        while (!end() && SPECIAL.indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw wrong(expected);
        }
        return text.substring(from, at);
    }

    private String quotedRest() {
        StringBuilder value = new StringBuilder();
        while (!end() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                int letter = end() ? -1 : LETTERS.indexOf(text.charAt(at));
                if (letter < 0) {
                    throw wrong("one of \\\\ \\\" \\n \\t \\r");
                }
                at++;
                value.append(ESCAPED.charAt(letter));
            } else {
                value.append(c);
            }
        }
        if (!skip('"')) {
            throw wrong("a closing quote");
        }
        return value.toString();
    }

    private InvalidScopeException wrong(String expected) {
        String found = end() ? "the end" : "`" + text.substring(at, Math.min(text.length(), at + 20)) + "`";
        return new InvalidScopeException(
                "the matchers `" + text.substring(0, Math.min(text.length(), 100)) + "`: found "
                        + found + " at character " + (at + 1) + ", expected " + expected
                        + "; write name=\"value\", name!=\"value\", name=~\"regex\" or name!~\"regex\"");
    }

    private boolean skip(char expected) {
        if (end() || text.charAt(at) != expected) {
            return false;
        }
        at++;
        return true;
    }

    private void blank() {
        while (!end() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean end() {
        return at >= text.length();
    }
}
