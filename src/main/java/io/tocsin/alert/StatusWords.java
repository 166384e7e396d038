package io.tocsin.alert;

import java.util.Locale;
import java.util.Set;

/**
 * The words that senders use for the end of a trouble. Every other word means that it goes on: telling people once too
 * often is the safer mistake.
 */
public final class StatusWords {
    private static final Set<String> RESOLVED = Set.of(
            "resolved",
            "resolve",
            "ok",
            "closed",
            "close",
            "recovered",
            "recovery",
            "inactive",
            "up",
            "success",
            "succeeded",
            "normal",
            "cleared",
            "fixed",
            "completed",
            "ended",
            "passing");

    private StatusWords() {}

    /** Resolved for a word of the table, firing for any other. */
    public static AlertStatus meaning(String word) {
        return RESOLVED.contains(word.strip().toLowerCase(Locale.ROOT)) ? AlertStatus.RESOLVED : AlertStatus.FIRING;
    }
}
