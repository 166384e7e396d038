package io.tocsin.model.incident;

import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What an alert does to the incident of one rule that it matched, and so why somebody is told, or nobody. */
public enum Verdict {
    /** Firing, and no incident was open. */
    OPENED(NoticeKind.OPENED),
    /** Firing, and the open incident is now of another severity. */
    SEVERITY_CHANGED(NoticeKind.UPDATED),
    /** Firing again, after the rule's dedup window. */
    REPEATED(NoticeKind.UPDATED),
    /** Firing again within the rule's dedup window: counted, not told. */
    DUPLICATE(null),
    /** Resolved, and the incident was open. */
    RESOLVED(NoticeKind.RESOLVED),
    /** Resolved, and the incident was open; its rule says {@code resolved: false}, so the incident ends and nobody is notified. */
    RESOLVED_QUIETLY(null),
    /** Resolved, but no incident was open. */
    NOT_OPEN(null),
    /** Older than what its sender said since: counted, not told. */
    LATE(null);

    private final NoticeKind notice;

    Verdict(NoticeKind notice) {
        this.notice = notice;
    }

    /** What is told, if anything. */
    public Optional<NoticeKind> notice() {
        return Optional.ofNullable(notice);
    }

    /** Whether the incident is another one after it. */
    public boolean changes() {
        return this != DUPLICATE && this != NOT_OPEN && this != LATE;
    }

    /** The word used in JSON and metrics: lower case, with hyphens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The same for a rule that may say that the ends of its incidents are not notified.
     *
     * @param resolved what the rule says
     */
    public Verdict where(boolean resolved) {
        return this == RESOLVED && !resolved ? RESOLVED_QUIETLY : this;
    }

    /**
     * Decides, from state, input and time alone.
     *
     * @param open the incident as it stands, if one is open
     * @param status what the alert says
     * @param severity how bad it is now, the rule's own severity already applied
     * @param dedup the rule's dedup window
     * @param now the store's time
     * @return what happens
     */
    public static Verdict of(
            Optional<OpenIncident> open, AlertStatus status, Severity severity, Duration dedup, Instant now) {
        if (open.isEmpty()) {
            return status == AlertStatus.FIRING ? OPENED : NOT_OPEN;
        }
        if (status == AlertStatus.RESOLVED) {
            return RESOLVED;
        }
        OpenIncident incident = open.get();
        if (incident.severity() != severity) {
            return SEVERITY_CHANGED;
        }
        return now.isBefore(incident.noticedAt().plus(dedup)) ? DUPLICATE : REPEATED;
    }
}
