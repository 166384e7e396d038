package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Makes what senders and providers wrote safe to show: control characters could steer the terminal, and characters that are
 * not seen, such as U+202E, could make a reader see another text than there is. Those are shown as {@code \\u202e}.
 */
final class TerminalText {

    private TerminalText() {}

    /** Several lines, as they are but for unseen characters other than line feed and tab. */
    static String block(String text) {
        StringBuilder block = new StringBuilder();
        text.codePoints().filter(c -> c != '\r').forEach(c -> {
            if (c == '\n' || c == '\t') {
                block.appendCodePoint(c);
            } else {
                append(block, c);
            }
        });
        return block.toString();
    }

    /** One line of at most so many characters. */
    static String line(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.strip().codePoints().forEach(c -> append(line, c));
        return line.length() <= longest ? line.toString() : line.substring(0, longest - 1) + "…";
    }

    /** JSON over several lines; what is not seen is escaped, so that it is still the same JSON. */
    static String json(JsonNode json) {
        return escaped(json.toPrettyString());
    }

    /** JSON or YAML with what is not seen as {@code \\u202e}, which in quotes is the same to both. */
    static String escaped(String data) {
        StringBuilder seen = new StringBuilder();
        data.codePoints().forEach(c -> {
            if (isUnseen(c)) {
                for (char unit : Character.toChars(c)) {
                    seen.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                seen.appendCodePoint(c);
            }
        });
        return seen.toString();
    }

    private static void append(StringBuilder seen, int c) {
        if (Character.isISOControl(c)) {
            seen.append(' ');
        } else if (isUnseen(c)) {
            seen.append(String.format("\\u%04x", c));
        } else {
            seen.appendCodePoint(c);
        }
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> c >= 0x7f && Character.isISOControl(c);
        };
    }
}
