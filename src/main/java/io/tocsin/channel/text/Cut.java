package io.tocsin.channel.text;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shortens a text where a provider has a limit, so that a reader sees that something is missing and no letter or emoji
 * is cut in two.
 */
public final class Cut {
    /** What stands at the end of a text that was cut. */
    static final String MARK = "…";

    // One letter with all its accents, one flag, one family of emoji: an extended grapheme cluster (Unicode UAX 29).
    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    // A letter can carry accents without end; such a one is cut after all.
    private static final int LONGEST_GRAPHEME = 64;

    private Cut() {}

    /**
     * The text itself, or its head and {@link #MARK}.
     *
     * @param units the most UTF-16 units, the mark included: what most providers count, and never less than code points
     */
    public static String to(int units, String text) {
        if (text.length() <= units) {
            return text;
        }
        return units < MARK.length() ? "" : text.substring(0, boundary(text, units - MARK.length())) + MARK;
    }

    /**
     * The text itself, or its head and {@link #MARK}.
     *
     * @param bytes the most bytes of UTF-8, the mark included
     */
    public static String toBytes(int bytes, String text) {
        if (text.length() <= bytes / 3 || text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return text;
        }
        int room = bytes - MARK.getBytes(StandardCharsets.UTF_8).length;
        return room < 0 ? "" : text.substring(0, boundary(text, unitsIn(room, text))) + MARK;
    }

    private static int unitsIn(int bytes, String text) {
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            used += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (used > bytes) {
                return at;
            }
            at += Character.charCount(codePoint);
        }
        return at;
    }

    /** The last place at or before {@code limit} where no grapheme is cut. */
    public static int boundary(String text, int limit) {
        // Far enough back that no grapheme of a reasonable length is seen from its middle.
        int from = Math.max(0, limit - 8 * LONGEST_GRAPHEME);
        Matcher graphemes = GRAPHEME.matcher(text).region(codePoint(text, from), text.length());
        int last = from;
        while (graphemes.find() && graphemes.end() <= limit) {
            last = graphemes.end();
        }
        return last < limit - LONGEST_GRAPHEME ? codePoint(text, limit) : last;
    }

    private static int codePoint(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
