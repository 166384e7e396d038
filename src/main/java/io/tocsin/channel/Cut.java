package io.tocsin.channel;

/** Shortens a text where a provider has a limit, so that a reader sees that something is missing. */
final class Cut {
    /** What stands at the end of a text that was cut. */
    static final String MARK = "…";

    private Cut() {}

    /** The text itself, or its head and {@link #MARK}: never more than that many code points, never half of one. */
    static String to(int codePoints, String text) {
        if (text.codePointCount(0, text.length()) <= codePoints) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, codePoints - 1)) + MARK;
    }
}
