package io.tocsin.model.silence;

import io.tocsin.model.recipient.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A maintenance window that somebody made while the hub runs, and that stands in no file.
 *
 * @param id the hub's id of it
 * @param scope which alerts
 * @param times when it goes on
 * @param targets whom its beginnings and ends are told
 * @param author who made it, in any words
 * @param comment why
 * @param madeAt when, by the store's clock
 * @param overAt when somebody ended it, or its last occasion ends; empty where it comes again for ever
 */
public record PlannedWindow(
        String id,
        Scope scope,
        Recurrence times,
        List<Target> targets,
        String author,
        String comment,
        Instant madeAt,
        Optional<Instant> overAt) {

    /** How it stands. */
    public enum State {
        /** It will go on. */
        PENDING,
        /** It goes on. */
        ACTIVE,
        /** It will not go on any more. */
        OVER;

        /** The word used in JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public PlannedWindow {
        targets = List.copyOf(targets);
    }

    /** How one stands that has such times and is over at that time, if ever. */
    public static State state(Recurrence times, Optional<Instant> overAt, Instant now) {
        if (isPast(overAt, now)) {
            return State.OVER;
        }
        if (times.at(now).isPresent()) {
            return State.ACTIVE;
        }
        return times.next(now).isPresent() ? State.PENDING : State.OVER;
    }

    /** How it stands at a time: over by {@link #overAt} alone, so that one whose next time is too far to be found can be ended. */
    public State state(Instant now) {
        State seen = state(times, overAt, now);
        return seen == State.OVER && overAt.isEmpty() ? State.PENDING : seen;
    }

    /** What it holds at a time, if it goes on. */
    public Optional<Hold> hold(Instant now) {
        return isOver(now)
                ? Optional.empty()
                : times.at(now).map(one -> new Hold(by(), Optional.of(one.end()), comment));
    }

    /** Whether somebody ended it, or its last occasion has ended. */
    boolean isOver(Instant now) {
        return isPast(overAt, now);
    }

    private static boolean isPast(Optional<Instant> overAt, Instant now) {
        return overAt.filter(over -> !now.isBefore(over)).isPresent();
    }

    /** How a hold of it is called. */
    public String by() {
        return "window " + id;
    }

    /** The same, over from that time on. */
    public PlannedWindow endedAt(Instant now) {
        return new PlannedWindow(id, scope, times, targets, author, comment, madeAt, Optional.of(now));
    }
}
