package io.tocsin.alert;

/** Text from outside made fit to store and to show: whole code points, no control characters, a known length. */
final class Text {
    private static final String MARK = "…";

    private Text() {}

    /** Several lines: control characters but line feed and tab are gone, at most {@code max} UTF-16 units. */
    static String block(String text, int max) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), max + 2));
        text.codePoints()
                .map(Text::wholeCharacter)
                .filter(c -> !Character.isISOControl(c) || c == '\n' || c == '\t')
                .limit(max + 1L)
                .forEach(kept::appendCodePoint);
        return cut(kept.toString(), max);
    }

    /** One line: runs of white space and control characters become one space, at most {@code max} UTF-16 units. */
    static String line(String text, int max) {
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
