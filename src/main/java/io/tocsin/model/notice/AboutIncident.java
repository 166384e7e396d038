package io.tocsin.model.notice;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Escalation;
import io.tocsin.model.incident.Handling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The incident that a notice is about, as its readers are told of it.
 *
 * @param id the hub's id of it
 * @param grouping the grouping that put its alerts together; empty where a fingerprint stands alone
 * @param version which state of it is told; rises with each change worth telling
 * @param severity how bad what is told is, the rules' own severities already applied
 * @param title one line
 * @param openedAt when it opened
 * @param resolvedAt when it was over; empty while it goes on
 * @param firing how many of its alerts fire
 * @param over how many of its alerts are over
 * @param handling what people did about it
 * @param related the incidents that it is related to
 * @param heldNow what holds back alerts of which the readers were told
 * @param escalations the escalations that page somebody of it, or did
 */
public record AboutIncident(
        String id,
        Optional<String> grouping,
        long version,
        Severity severity,
        String title,
        Instant openedAt,
        Optional<Instant> resolvedAt,
        Counts firing,
        long over,
        Handling handling,
        Related related,
        List<HeldNow> heldNow,
        List<Escalation> escalations) {

    public AboutIncident {
        escalations = List.copyOf(escalations);
    }

    /** One that is related to none, and of which nothing is held back. */
    public AboutIncident(
            String id,
            Optional<String> grouping,
            long version,
            Severity severity,
            String title,
            Instant openedAt,
            Optional<Instant> resolvedAt,
            Counts firing,
            long over,
            Handling handling) {
        this(
                id,
                grouping,
                version,
                severity,
                title,
                openedAt,
                resolvedAt,
                firing,
                over,
                handling,
                Related.NONE,
                List.of(),
                List.of());
    }
}
