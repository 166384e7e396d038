package io.tocsin.channel.phone;

import io.tocsin.channel.text.Cut;

/** Shortens a text to the SMS segments that somebody is willing to pay for. */
public final class SmsText {
    /** What stands at the end of a text that was cut: the GSM alphabet has no "…", one would halve the room. */
    static final String MARK = "...";

    private SmsText() {}

    /** The segments in which a text travels; an empty one is one, too. */
    public static int segments(String text) {
        SmsCoding coding = text.codePoints().allMatch(c -> SmsCoding.GSM.units(c) > 0) ? SmsCoding.GSM : SmsCoding.UCS2;
        int segments = 1;
        while (end(segments, coding, 0, text) < text.length()) {
            segments++;
        }
        return segments;
    }

    /**
     * The text itself, or the longest head of it that fits with {@link #MARK}; no letter or emoji is cut in two. What is cut
     * off does not count: a text whose first emoji comes late stays one of the GSM alphabet.
     *
     * @param segments the most segments, the mark included; less than 1 leaves nothing
     */
    public static String cut(int segments, String text) {
        if (segments < 1) {
            return "";
        }
        int longest = 0;
        for (SmsCoding coding : SmsCoding.values()) {
            if (end(segments, coding, 0, text) == text.length()) {
                return text;
            }
            longest = Math.max(longest, Cut.boundary(text, end(segments, coding, MARK.length(), text)));
        }
        return text.substring(0, longest) + MARK;
    }

    /**
     * Where the longest head ends that has its place in so many segments with some units to spare. A character of two units
     * is never spread over two segments: it begins the next one.
     */
    private static int end(int segments, SmsCoding coding, int spare, String text) {
        int room = coding.room(segments);
        int left = segments * room;
        int end = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            int units = coding.units(codePoint);
            left -= left % room > 0 && left % room < units ? left % room + units : units;
            if (units == 0 || left < spare) {
                return end;
            }
            at += Character.charCount(codePoint);
            end = at;
        }
        return end;
    }
}
