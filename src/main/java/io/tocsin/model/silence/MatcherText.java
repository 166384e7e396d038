package io.tocsin.model.silence;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Matchers as people write them for Alertmanager: {@code alertname=DiskFull, env=~"prod|stage"}, in braces or not; names and
 * values with anything but letters, digits and a few signs stand in double quotes. A backslash in these means what it does there: behind
 * a name of letters, digits and {@code _} it escapes quotes, itself and {@code n}, {@code t}, {@code r}, and stays elsewhere, so that
 * {@code host=~"db-\d+"} is what it looks like (its pkg/labels/parse.go); in a name in quotes, and behind one, it escapes what Go's strings
 * have (its matcher/parse/token.go), bytes of UTF-8 as {@code \xf0} included.
 */
public final class MatcherText {

    private static final String SPECIAL = "{}!=~,\\\"'`";
    private static final String ESCAPED = "\\\"\n\t\r";
    private static final String LETTERS = "\\\"ntr";
    private static final String MORE_ESCAPED = "\u0007\b\f\u000b";
    private static final String MORE_LETTERS = "abfv";
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern CLASSIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private final String text;
    private int at;
    private boolean isClassic;

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
        isClassic = false;
        int from = at;
        String name = literal("a label's name");
        isClassic = CLASSIC_NAME.matcher(text.substring(from, at)).matches();
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
                value.append(escaped());
            } else {
                value.append(c);
            }
        }
        if (!skip('"')) {
            throw wrong("a closing quote");
        }
        return value.toString();
    }

    /** What a backslash and what stands behind it mean. */
    private String escaped() {
        char letter = end() ? ' ' : text.charAt(at);
        int known = LETTERS.indexOf(letter);
        if (known >= 0) {
            at++;
            return String.valueOf(ESCAPED.charAt(known));
        }
        if (isClassic && !end()) {
            return "\\";
        }
        int more = MORE_LETTERS.indexOf(letter);
        if (more >= 0) {
            at++;
            return String.valueOf(MORE_ESCAPED.charAt(more));
        }
        return switch (letter) {
            case 'x' -> bytes();
            case 'u' -> Character.toString(hex(4));
            case 'U' -> Character.toString(hex(8));
            default -> throw wrong("one of \\\\ \\\" \\n \\t \\r");
        };
    }

    /** Several one after the other are the bytes of one text. */
    private String bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(hex(2));
        while (text.startsWith("\\x", at)) {
            at++;
            bytes.write(hex(2));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException none) {
            throw wrong("bytes of UTF-8 before it");
        }
    }

    /** So many digits behind a letter. */
    private int hex(int digits) {
        int from = at + 1;
        if (from + digits > text.length()
                || !HEX.matcher(text.substring(from, from + digits)).matches()) {
            throw wrong(digits + " hexadecimal digits behind the letter");
        }
        long value = Long.parseLong(text.substring(from, from + digits), 16);
        if (value > Character.MAX_CODE_POINT || value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
            throw wrong("a character's number");
        }
        at = from + digits;
        return (int) value;
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
