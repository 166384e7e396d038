package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
 * @param handling what people did about it
 * @param entries how many entries its timeline has
 * @param steadyAt when a member that flaps may be steady, at the earliest; empty where none flaps
 * @param endedAt when a member was over last, where one that flaps may turn out to have been over before that
 * @param escalations the escalation policies that page somebody of it, or did
 * @param dueAt when the next of its subscriptions looks, or a member may be steady, by the store's clock; where the store moved this time because its
 *     clock was set back, the next decision moves the others by as much. Of one that {@linkplain #lingers lingers}: when what
 *     still fires becomes another incident
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
        Handling handling,
        long entries,
        Optional<Instant> steadyAt,
        Optional<Instant> endedAt,
        List<Escalation> escalations,
        Optional<Instant> dueAt) {

    public Incident {
        escalations = List.copyOf(escalations);
    }

    /** Whether an incident goes on. */
    public enum State {
        /** A member fires. */
        OPEN,
        /** All members are over, but a subscription has not looked since: what fires until then continues it. */
        ENDING,
        /** Over: what fires next is another incident. */
        OVER
    }

    /** How an incident stands for people. */
    public enum Status {
        /** An alert of it fires. */
        OPEN,
        /** An alert of it fires, and somebody sees to it. */
        ACKNOWLEDGED,
        /** Its alerts are over; what fires until its rules have looked continues it. */
        ENDING,
        /** Over: by itself, or since somebody said so. */
        RESOLVED,
        /** Over, and nothing of it is changed any more. */
        CLOSED;

        /** The word used in JSON, commands and messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one of that word. */
        public static Optional<Status> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(status -> status.word().equals(word))
                    .findFirst();
        }
    }

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
                Handling.NONE,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The same with the times of what goes on by itself that much earlier; its due time was moved before. */
    Incident earlierBy(Duration step) {
        return new Incident(
                id,
                grouping,
                title,
                state,
                openedAt,
                resolvedAt,
                version,
                acted,
                worst,
                firing,
                over,
                handling,
                entries,
                steadyAt.map(time -> time.minus(step)),
                endedAt,
                escalations.stream().map(one -> one.earlierBy(step)).toList(),
                dueAt);
    }

    /** The highest severity that fires, or what an escalation made of it; where nothing fires, the highest it ever had. */
    public Severity severity() {
        return raised(firing.worst().orElse(worst), escalations);
    }

    /** At least as bad as escalations made it. */
    static Severity raised(Severity fires, List<Escalation> escalations) {
        return escalations.stream()
                .flatMap(one -> one.raised().stream())
                .min(Comparator.naturalOrder())
                .filter(to -> to.worseThan(fires))
                .orElse(fires);
    }

    /** Whether escalations have ended, and nobody has answered since. */
    public boolean isUnanswered() {
        return escalations.stream().anyMatch(one -> one.state() == Escalation.State.UNANSWERED);
    }

    /** How it stands for people. */
    public Status status() {
        if (handling.closed().isPresent()) {
            return Status.CLOSED;
        }
        return switch (state) {
            case OVER -> Status.RESOLVED;
            case ENDING -> Status.ENDING;
            case OPEN -> handling.acknowledged().isPresent() ? Status.ACKNOWLEDGED : Status.OPEN;
        };
    }

    /** Whether somebody resolved it and alerts of it fire on: what they say is still this incident's, and told to nobody. */
    public boolean lingers() {
        return handling.resolved().isPresent() && firing.total() > 0;
    }

    /** Whether nothing ever fired. */
    public boolean isFresh() {
        return version == 0;
    }
}
