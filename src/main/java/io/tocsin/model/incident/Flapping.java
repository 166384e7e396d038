package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often a member went over and fired again of late. One that does so too often flaps: it counts as firing, whatever is said
 * of it, until nothing has changed for a while; then what it is at that moment is told.
 *
 * @param within within which time it may do so only so often, and for how long nothing has to change until it is steady
 * @param again when it fired again after it was over, the oldest first: no longer ago than that, and one more time than it may at most
 * @param since since when it flaps; empty where it does not
 * @param changedAt when it was over or fired again last, by the store's clock
 * @param over how it is over at this moment, though it counts as firing; empty where it fires
 * @param said how bad it was said to be last while it flapped; empty where it does not flap
 * @param steady the incident's version at which it was found to fire steadily; 0 if it never was
 */
public record Flapping(
        Duration within,
        List<Instant> again,
        Optional<Instant> since,
        Instant changedAt,
        Optional<End> over,
        Optional<Severity> said,
        long steady) {

    public Flapping {
        again = List.copyOf(again);
    }

    /**
     * How often a member may go over and fire again.
     *
     * @param changes so many times, at least 1
     * @param within in this time
     */
    public record Limit(int changes, Duration within) {}

    /**
     * An end that is not told yet.
     *
     * @param at when
     * @param why for the timeline
     * @param isStale whether nobody said so, nor means anything by saying nothing
     */
    public record End(Instant at, String why, boolean isStale) {}

    /**
     * What is watched of an alert that fires.
     *
     * @param limit how often it may go over and fire again
     * @param before how it stood in the incident that it was in last, where it is over there; empty if it never was in one
     */
    public record Watch(Limit limit, Optional<Member> before) {

        /** What is watched of one that was in that incident, if in any. */
        public static Watch of(Limit limit, Optional<Member> last) {
            return new Watch(limit, last.filter(member -> !member.fires()));
        }
    }

    /**
     * A member that begins to fire.
     *
     * @param isAgain whether it does so after it was over
     * @param before how it was watched then
     */
    static Flapping beginning(Limit limit, boolean isAgain, Optional<Flapping> before, Instant now) {
        List<Instant> again = new ArrayList<>();
        if (isAgain) {
            before.ifPresent(watched -> watched.again.stream()
                    .filter(time -> !time.isBefore(now.minus(limit.within)) && !time.isAfter(now))
                    .forEach(again::add));
            again.add(now);
        }
        boolean flaps = again.size() > limit.changes;
        return new Flapping(
                limit.within,
                again.subList(Math.max(0, again.size() - limit.changes - 1), again.size()),
                flaps ? Optional.of(now) : Optional.empty(),
                now,
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /** When it is steady if nothing changes until then. */
    public Instant steadyAt() {
        return changedAt.plus(within);
    }

    /** The same, over for the moment. */
    Flapping ending(End end) {
        return new Flapping(within, again, since, end.at, Optional.of(end), said, steady);
    }

    /** The same, firing. */
    Flapping firing(Severity severity, Instant now) {
        return new Flapping(
                within,
                again,
                since,
                over.isPresent() ? now : changedAt,
                Optional.empty(),
                Optional.of(severity),
                steady);
    }

    /** The same, where the clock was set back since: it changed now, and if it is over it is since now. */
    Flapping notAfter(Instant now) {
        return changedAt.isAfter(now)
                ? new Flapping(
                        within,
                        again,
                        since,
                        now,
                        over.map(end -> end.at.isAfter(now) ? new End(now, end.why, end.isStale) : end),
                        said,
                        steady)
                : this;
    }

    /** The same, flapping no more. */
    Flapping calm(long version) {
        return new Flapping(
                within, List.of(), Optional.empty(), changedAt, Optional.empty(), Optional.empty(), version);
    }
}
