package io.tocsin.model.incident;

import java.util.Locale;

/** What an alert does to the incident of a rule that it matched, and so why somebody is notified, or nobody. */
public enum Verdict {
    /** Firing, and no incident was open. */
    OPENED,
    /** Firing, and another alert's incident was open, or this one fires again in it. */
    JOINED,
    /** Firing, and its incident is now better or worse. */
    SEVERITY_CHANGED,
    /** An alert that nothing ends fires again, after the rule's dedup window. */
    REPEATED,
    /** Firing as before, and this rule matches it now. */
    MATCHED,
    /** Firing as before: counted, not notified. */
    DUPLICATE,
    /** Over, or firing again, while it flaps: what it is then is notified once nothing has changed for a while. */
    FLAPPING,
    /** Firing as before, and it does not flap any more. */
    STEADY,
    /** Resolved, and its incident was open. */
    RESOLVED,
    /** Resolved, and its incident was open; the rule says {@code resolved: false}, or nobody spoke of it any more, so nobody is notified of it. */
    RESOLVED_QUIETLY,
    /** Resolved, but no incident was open. */
    NOT_OPEN,
    /** Older than what its sender said since: counted, not notified. */
    LATE;

    /** The word used in JSON and metrics: lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What a decision about an alert is to one of its rules.
     *
     * @param effect of the alert on the incident
     * @param resolved whether the end is told, as far as it goes by the rule and by how it came about
     */
    public static Verdict of(Decision.Effect effect, boolean resolved) {
        return switch (effect) {
            case OPENED -> OPENED;
            case JOINED -> JOINED;
            case SEVERITY_CHANGED -> SEVERITY_CHANGED;
            case REPEATED -> REPEATED;
            case MATCHED -> MATCHED;
            case ENDED -> resolved ? RESOLVED : RESOLVED_QUIETLY;
            case NOT_OPEN -> NOT_OPEN;
            case FLAPPED -> FLAPPING;
            case STEADY -> STEADY;
            case DUPLICATE, ACTED, REOPENED, DONE -> DUPLICATE;
        };
    }
}
