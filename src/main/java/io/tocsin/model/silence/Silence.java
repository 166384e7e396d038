package io.tocsin.model.silence;

import java.time.Instant;

/**
 * Alerts of which nobody is notified for a time.
 *
 * @param id the hub's id of it
 * @param scope which alerts
 * @param startsAt from when on
 * @param endsAt until when, that instant excluded
 * @param author who made it, in any words
 * @param comment why
 * @param changedAt when it was made or changed last, by the store's clock
 */
public record Silence(
        String id, Scope scope, Instant startsAt, Instant endsAt, String author, String comment, Instant changedAt) {

    /** How it stands. */
    public enum State {
        PENDING,
        ACTIVE,
        EXPIRED;

        /** The word used in JSON. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How it stands at a time. What began when it was made goes on by a clock that was set back since, whatever that shows; what was to
     * begin later does so by the clock that people see.
     */
    public State state(Instant now) {
        if (!now.isBefore(endsAt)) {
            return State.EXPIRED;
        }
        return now.isBefore(startsAt) && startsAt.isAfter(changedAt) ? State.PENDING : State.ACTIVE;
    }

    /** The same for who looks at times before it was made: it begins when it says, and not sooner. */
    Silence inHindsight() {
        return new Silence(id, scope, startsAt, endsAt, author, comment, Instant.EPOCH);
    }

    /** Whether it hides what fits at that time. */
    public boolean isActive(Instant now) {
        return state(now) == State.ACTIVE;
    }

    /** The same, ending at that time; one that has not begun never does. */
    public Silence endedAt(Instant now) {
        return new Silence(id, scope, startsAt.isAfter(now) ? now : startsAt, now, author, comment, now);
    }
}
