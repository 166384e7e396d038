package io.tocsin.model.delivery;

import java.util.regex.Pattern;

/**
 * The words of a failure as an operator may see them: one line, short, without what must stay secret. A provider's answer
 * may quote our request, and an exception's message may quote an address, so both go through here.
 */
public final class Reason {
    /** The longest reason, in UTF-16 units. */
    public static final int LENGTH = 1_000;

    // Enough to fill the reason after the cleaning; a provider may answer with megabytes.
    private static final int READ = 4 * LENGTH;
    // In a webhook's URL the path or the query is the credential; the host is what an operator needs.
    private static final Pattern URL = Pattern.compile("(https?://)(?:[^/\\s\"'<>@]*@)?([^/?#\\s\"'<>]+)[^\\s\"'<>]*");
    private static final Pattern SECRET =
            Pattern.compile("(?i)\\b(bearer |basic |xox[a-z]-|xapp-|whsec_|whsk_)[A-Za-z0-9+/=_.~-]+");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+");

    private Reason() {}

    /** The words cleaned and cut to {@link #LENGTH}; empty for null. */
    public static String of(String words) {
        if (words == null) {
            return "";
        }
        String line = UNPRINTABLE.matcher(head(words, READ)).replaceAll(" ").strip();
        String open = SECRET.matcher(URL.matcher(line).replaceAll("$1$2/***")).replaceAll("$1***");
        return head(open, LENGTH);
    }

    private static String head(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        // Never half of a surrogate pair.
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
