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

    /** How many places of a line a text takes: a letter with an accent of its own one, one of Chinese, Japanese or Korean and an emoji two. */
    static int width(String text) {
        return text.codePoints().map(TerminalText::width).sum();
    }

    /** As much of its start as takes no more than so many places. */
    static String start(String text, int width) {
        StringBuilder start = new StringBuilder();
        int taken = 0;
        for (int c : text.codePoints().toArray()) {
            taken += width(c);
            if (taken > width) {
                break;
            }
            start.appendCodePoint(c);
        }
        return start.toString();
    }

    private static int width(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    /** The blocks that Unicode's East Asian Width calls wide, as terminals have them. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || c >= 0x2e80 && c <= 0xa4cf && c != 0x303f
                        || c >= 0xac00 && c <= 0xd7a3
                        || c >= 0xf900 && c <= 0xfaff
                        || c >= 0xfe30 && c <= 0xfe6f
                        || c >= 0xff00 && c <= 0xff60
                        || c >= 0xffe0 && c <= 0xffe6
                        || c >= 0x1f300 && c <= 0x1f64f
                        || c >= 0x1f680 && c <= 0x1f6ff
                        || c >= 0x1f900 && c <= 0x1faff
                        || c >= 0x20000 && c <= 0x3fffd);
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
