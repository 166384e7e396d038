package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * What people did about an incident.
 *
 * @param acknowledged who said that they see to it; empty where nobody does
 * @param assignee whose it is; empty where it is nobody's
 * @param resolved who said that it is over, though alerts of it may fire still; empty where nobody did
 * @param closed who said that nothing of it is to be changed any more; empty where nobody did
 * @param status what readers are told of it who are no engineers
 * @param earlier the incident that somebody resolved and whose alert fires on in this one; empty for most
 */
public record Handling(
        Optional<Acknowledgement> acknowledged,
        Optional<String> assignee,
        Optional<Resolution> resolved,
        Optional<Closing> closed,
        PublicStatus status,
        Optional<Earlier> earlier) {

    /** Nobody has done anything. */
    public static final Handling NONE = new Handling(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            PublicStatus.NONE,
            Optional.empty());

    /**
     * Somebody sees to it.
     *
     * @param by who
     * @param at when they said so
     * @param severity the incident's when they did: what is worse is news to them
     * @param version the incident's from then on
     */
    public record Acknowledgement(String by, Instant at, Severity severity, long version) {}

    /**
     * Somebody says that it is over.
     *
     * @param by who
     * @param at when they said so
     * @param severity the highest that it ever had by then: what is worse is another incident
     */
    public record Resolution(String by, Instant at, Severity severity) {}

    /**
     * Nothing of it is changed any more.
     *
     * @param by who said so
     * @param at when
     */
    public record Closing(String by, Instant at) {}

    /**
     * An incident that somebody resolved while alerts of it fired on.
     *
     * @param incident the hub's id of it
     * @param by who resolved it
     */
    public record Earlier(String incident, String by) {}

    /** Nobody has done anything but that somebody sees to it. */
    public static Handling acknowledgedBy(Acknowledgement somebody) {
        return NONE.acknowledged(Optional.of(somebody));
    }

    Handling acknowledged(Optional<Acknowledgement> now) {
        return new Handling(now, assignee, resolved, closed, status, earlier);
    }

    Handling assigned(Optional<String> to) {
        return new Handling(acknowledged, to, resolved, closed, status, earlier);
    }

    Handling resolved(Resolution now) {
        return new Handling(acknowledged, assignee, Optional.of(now), closed, status, earlier);
    }

    Handling closed(Closing now) {
        return new Handling(acknowledged, assignee, resolved, Optional.of(now), status, earlier);
    }

    Handling saying(PublicStatus now) {
        return new Handling(acknowledged, assignee, resolved, closed, now, earlier);
    }

    Handling after(Optional<Earlier> before) {
        return new Handling(acknowledged, assignee, resolved, closed, status, before);
    }
}
