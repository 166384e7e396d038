package io.tocsin.model.alert;

import java.util.regex.Pattern;

/** Text from outside made fit to store and to show: whole code points, no control characters or escape codes, a known length. */
final class Text {
    private static final String MARK = "…";

    /** What a terminal obeys instead of showing it (ECMA-48): control sequences, strings with an end, and single ones. */
    private static final Pattern ESCAPES = Pattern.compile("(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]?"
            + "|(?:\\u001b[\\]PX^_]|[\\u0090\\u0098\\u009d\\u009e\\u009f])[^\\u0007\\u001b\\u009c\\n]*(?:\\u0007|\\u001b\\\\|\\u009c)?"
            + "|\\u001b[ -/]*[0-~]?");

    private Text() {}

    /** Several lines: control characters but line feed and tab are gone, at most {@code max} UTF-16 units. */
    static String block(String given, int max) {
        String text = withoutEscapes(given);
        StringBuilder kept = new StringBuilder(Math.min(text.length(), max + 2));
        text.codePoints()
                .map(Text::wholeCharacter)
                .filter(c -> !Character.isISOControl(c) || c == '\n' || c == '\t')
                .limit(max + 1L)
                .forEach(kept::appendCodePoint);
        return cut(kept.toString(), max);
    }

    /** One line: runs of white space and control characters become one space, at most {@code max} UTF-16 units. */
    static String line(String given, int max) {
        String text = withoutEscapes(given);
        StringBuilder kept = new StringBuilder(Math.min(text.length(), max + 2));
        boolean gap = false;
        for (int i = 0; i < text.length() && kept.length() <= max; ) {
            int c = wholeCharacter(text.codePointAt(i));
            i += Character.charCount(text.codePointAt(i));
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)) {
                gap = !kept.isEmpty();
            } else {
                kept.append(gap ? " " : "").appendCodePoint(c);
                gap = false;
            }
        }
        return cut(kept.toString(), max);
    }

    private static String withoutEscapes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b' || c >= '\u0080' && c <= '\u009f') {
                return ESCAPES.matcher(text).replaceAll("");
            }
        }
        return text;
    }

    /** The text itself, or its beginning with a mark where it is longer than {@code max} UTF-16 units. */
    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max - MARK.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + MARK;
    }

    /** Half a surrogate pair cannot be written as UTF-8: it becomes the replacement character. */
    private static int wholeCharacter(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE ? 0xFFFD : codePoint;
    }
}
