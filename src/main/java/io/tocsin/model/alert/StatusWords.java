package io.tocsin.model.alert;

import java.util.Set;

/**
 * The words that senders use for the end of a trouble. Every other word means that it goes on: telling people once too
 * often is the safer mistake.
 */
public final class StatusWords {
    private static final Set<String> RESOLVED = words("""
            resolved resolve autoresolved solved ok okay closed close autoclosed recovered recovery restored inactive
            deactivated up online alive reachable connected success succeeded successful complete completed done finished
            normal normalized backtonormal stable clear cleared allclear fixed ended passing passed pass green good healthy
            operational fullyoperational available archived dismissed""");

    /** Words for a trouble that goes on, beside those for how bad it is. */
    private static final Set<String> FIRING = words("""
            firing alerting alarm triggered trigger problem open opened reopened active activated created started pending
            nodata insufficientdata acknowledged unhealthy offline timedout aborted running""");

    /** Where an alert has no status, a severity of these says that it is over. Others are said of good news, too. */
    private static final Set<String> OVER = words("ok okay clear cleared allclear resolved recovered closed inactive");

    private StatusWords() {}

    /** Resolved for a word of the table, firing for any other. Case, spaces, hyphens and underscores do not matter. */
    public static AlertStatus meaning(String word) {
        return RESOLVED.contains(SeverityWords.plain(word)) ? AlertStatus.RESOLVED : AlertStatus.FIRING;
    }

    /** The status of an alert that has a severity alone: Kapacitor and Netdata write OK and CLEAR there. */
    static AlertStatus ofSeverity(String word) {
        return OVER.contains(SeverityWords.plain(word)) ? AlertStatus.RESOLVED : AlertStatus.FIRING;
    }

    /** Whether the word ends a trouble, and so says nothing of how bad it is. */
    static boolean isEnd(String word) {
        return RESOLVED.contains(SeverityWords.plain(word));
    }

    /** Whether the word says that a trouble goes on, is over, or how bad it is, and so nothing of which trouble it is. */
    static boolean isState(String word) {
        String plain = SeverityWords.plain(word);
        return RESOLVED.contains(plain) || FIRING.contains(plain) || SeverityWords.isShipped(plain);
    }

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
