package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * The alerts of one group, from the first firing to the last end: what people acknowledge, and what a message is about. Its
 * members stand beside it ({@link Roster}), so that the thousandth costs what the first did.
 *
 * @param id the hub's id of it
 * @param grouping the entry under {@code incidents:} that put its alerts together; empty where a fingerprint stands alone
 * @param title one line: that of the member that changed last
 * @param state whether it goes on
 * @param openedAt when its first member fired
 * @param resolvedAt when its last member was over; empty while one fires
 * @param version rises with each change worth telling, and with each reminder; from 1. What is told at a higher version
 *     supersedes what is told at a lower one
 * @param acted the version at which the incident itself changed last, by what people did; 0 where nobody did anything
 * @param worst the highest severity that a member of it ever had
 * @param firing how many members fire, by severity
 * @param over how many members are over
 * @param acknowledged who said that they see to it; empty where nobody did
 * @param entries how many entries its timeline has
 * @param dueAt when the next of its subscriptions looks, by the store's clock; where the store moved this time because its
 *     clock was set back, the next decision moves the others by as much
 */
public record Incident(
        String id,
        Optional<String> grouping,
        String title,
        State state,
        Instant openedAt,
        Optional<Instant> resolvedAt,
        long version,
        long acted,
        Severity worst,
        Counts firing,
        long over,
        Optional<Acknowledgement> acknowledged,
        long entries,
        Optional<Instant> dueAt) {

    /** Whether an incident goes on. */
    public enum State {
        /** A member fires. */
        OPEN,
        /** All members are over, but a subscription has not looked since: what fires until then continues it. */
        ENDING,
        /** Over: what fires next is another incident. */
        OVER
    }

    /**
     * Somebody sees to it.
     *
     * @param by who
     * @param at when they said so
     * @param severity the incident's when they did: what is worse is news to them
     */
    public record Acknowledgement(String by, Instant at, Severity severity) {}

    /** An incident that nothing has happened to yet; the first alert that fires opens it. */
    public static Incident fresh(String id, Optional<String> grouping, Instant now) {
        return new Incident(
                id,
                grouping,
                "",
                State.OVER,
                now,
                Optional.empty(),
                0,
                0,
                Severity.INFO,
                Counts.NONE,
                0,
                Optional.empty(),
                0,
                Optional.empty());
    }

    /** The highest severity that fires; where nothing does, the highest it ever had. */
    public Severity severity() {
        return firing.worst().orElse(worst);
    }

    /** Whether anything ever fired. */
    public boolean isFresh() {
        return version == 0;
    }
}
