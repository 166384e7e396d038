package io.tocsin.model.incident;

import java.time.Instant;

/**
 * A line of an incident's timeline; nothing changes or removes one.
 *
 * @param n its place, from 1
 * @param at when, by the store's clock
 * @param kind what happened
 * @param actor who did it: a person, {@code rule <name>}, {@code alert <id>} or {@code hub}
 * @param why in plain words
 * @param detail what else a reader or a program wants to know; may be empty
 */
public record Entry(long n, Instant at, Kind kind, String actor, String why, String detail) {

    /** What happened. */
    public enum Kind {
        /** The first member fired. */
        OPENED,
        /** Another alert fired, or one that was over fired again. */
        JOINED,
        /** What fires is as bad as it was not before. */
        SEVERITY,
        /** A one-shot alert fired again after the rule's dedup. */
        REPEATED,
        /** Another rule matches what fires. */
        MATCHED,
        /** A member is over. */
        ENDED,
        /** A member goes over and fires again too often; what follows is told once it is steady. */
        FLAPPING,
        /** A member flaps no more. */
        STEADY,
        /** Addresses were told something. */
        TOLD,
        /** A look told nobody, and why. */
        NOBODY,
        /** What waited to be sent is not sent any more. */
        WITHDRAWN,
        /** What was told did not arrive. */
        NOT_REACHED,
        /** Somebody wanted it told again. */
        REDRIVEN,
        /** Something that holds members back changed. */
        HOLD,
        /** Somebody was paged, as an escalation says. */
        ESCALATED,
        /** An escalation has ended, and nobody has answered. */
        UNANSWERED,
        /** Somebody wants the next step of an escalation at once. */
        HURRIED,
        ACKNOWLEDGED,
        UNACKNOWLEDGED,
        ASSIGNED,
        /** Somebody changed what readers are told who are no engineers. */
        STATUS,
        COMMENTED,
        /** Somebody said that it is over. */
        RESOLVED,
        CLOSED,
        /** What fires on after somebody resolved it is another incident now. */
        REOPENED,
        /** All members are over and every rule has looked since. */
        OVER;

        /** Whether it is what a person did; of an acknowledgement that ends, maybe what the hub did. */
        boolean isAct() {
            return switch (this) {
                case HURRIED, ACKNOWLEDGED, UNACKNOWLEDGED, ASSIGNED, STATUS, COMMENTED, RESOLVED, CLOSED -> true;
                default -> false;
            };
        }
    }
}
