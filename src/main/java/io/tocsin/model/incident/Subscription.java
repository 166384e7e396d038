package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One rule and one incident: when the rule looks at it next, and why. Of the rule it keeps what the next look goes by, so
 * that an edit counts from that look on, and a rule that is gone still tells the ends it owes.
 *
 * @param rule its name
 * @param interval from one look to the next; zero tells each change at once
 * @param repeat after how long a silence what goes on is told again; empty is never
 * @param resolved whether it tells ends
 * @param firing how many members fire that it matched, by severity
 * @param origin its first look, from which the others are counted; empty before it
 * @param looked when it last looked; empty before the first look
 * @param dueAt when it looks next for something else than a repeat; empty where nothing has changed
 * @param why for what it looks then
 * @param repeatAt when it looks next for what goes on and may have to be told again, beside that: an acknowledgement takes away the one
 *     and not the other; empty where nothing is to be repeated
 */
public record Subscription(
        String rule,
        Duration interval,
        Optional<Duration> repeat,
        boolean resolved,
        Counts firing,
        Optional<Instant> origin,
        Optional<Instant> looked,
        Optional<Instant> dueAt,
        Why why,
        Optional<Instant> repeatAt) {

    /** So much later than it is due a look may be and still be one in time. */
    private static final Duration MAY_BE_LATE = Duration.ofSeconds(2);

    /** For what a subscription looks. */
    public enum Why {
        /** Its first look, after the rule's wait. */
        WAIT,
        /** Something changed. */
        CHANGE,
        /** What goes on may have to be told again. */
        REPEAT,
        /** What holds members back ends. */
        HOLD,
        /** It does not look, until something changes. */
        NOTHING
    }

    /** Whether it looks at that time. */
    public boolean isDue(Instant now) {
        return nextAt().filter(due -> !due.isAfter(now)).isPresent();
    }

    /** Whether it looks at that time, and not only for a repeat. */
    public boolean isDueForNews(Instant now) {
        return dueAt.filter(due -> !due.isAfter(now)).isPresent();
    }

    /** When it looks next, for whatever; empty where it does not, until something changes. */
    public Optional<Instant> nextAt() {
        return repeats() ? repeatAt : dueAt;
    }

    /** For what it looks next. */
    public Why nextWhy() {
        return repeats() ? Why.REPEAT : why;
    }

    /** What is to be looked at anyhow at the time of a repeat goes before it. */
    private boolean repeats() {
        return repeatAt.filter(time -> dueAt.filter(due -> !due.isAfter(time)).isEmpty())
                .isPresent();
    }

    /** A subscription that waits for its first look. */
    static Subscription beginning(Policy policy, boolean grouped, Instant firstLook) {
        return new Subscription(
                policy.rule(),
                policy.interval(grouped),
                policy.repeat(),
                policy.resolved(),
                Counts.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(firstLook),
                Why.WAIT,
                Optional.empty());
    }

    /** Whether it had its first look. */
    boolean hasLooked() {
        return looked.isPresent();
    }

    /** The same with so many more members of a severity. */
    Subscription counting(Severity severity, int more) {
        return new Subscription(
                rule, interval, repeat, resolved, firing.plus(severity, more), origin, looked, dueAt, why, repeatAt);
    }

    /** The same, looking at that time if it does not look sooner for something else than a repeat. */
    Subscription dueBy(Instant time, Why reason) {
        return isDueForNews(time) ? this : due(Optional.of(time), reason, repeatAt);
    }

    /** The same, looking at that time for a repeat if it does not do so sooner. */
    Subscription repeatingBy(Instant time) {
        return repeatAt.filter(at -> !at.isAfter(time)).isPresent() ? this : due(dueAt, why, Optional.of(time));
    }

    /** The same, not looking for repeats any more. */
    Subscription withoutRepeat() {
        return due(dueAt, why, Optional.empty());
    }

    /** The same, not looking any more. */
    Subscription notLooking() {
        return due(Optional.empty(), Why.NOTHING, Optional.empty());
    }

    private Subscription due(Optional<Instant> time, Why reason, Optional<Instant> repeating) {
        return new Subscription(rule, interval, repeat, resolved, firing, origin, looked, time, reason, repeating);
    }

    /**
     * The same after a look, which takes what the rule says now.
     *
     * @param policy the rule; empty where it is gone
     */
    Subscription looking(Optional<Policy> policy, boolean grouped, Instant now) {
        Duration next = policy.map(says -> says.interval(grouped)).orElse(interval);
        Instant first = origin.filter(time -> next.equals(interval))
                .orElseGet(() -> hasLooked()
                        ? now
                        : dueAt.filter(due -> !due.isAfter(now)).orElse(now));
        return new Subscription(
                rule,
                next,
                policy.map(Policy::repeat).orElse(repeat),
                policy.map(Policy::resolved).orElse(resolved),
                firing,
                Optional.of(first),
                Optional.of(now),
                Optional.empty(),
                Why.NOTHING,
                Optional.empty());
    }

    /**
     * Its first look at or after a time, on its grid; of a subscription that has looked.
     *
     * @param from at or after now
     * @param now a look at or before this time is past, so that a clock that was set back stops nothing
     */
    Instant nextLook(Instant from, Instant now) {
        if (interval.isZero()) {
            return from;
        }
        Instant last = looked.filter(time -> !time.isAfter(now)).orElse(now.minusMillis(1));
        Instant first = origin.orElse(now);
        long millis = interval.toMillis();
        long behind = Math.floorDiv(Duration.between(first, from).toMillis() + millis - 1, millis);
        Instant next = first.plusMillis(behind * millis);
        return next.isAfter(last) ? next : next.plusMillis(millis);
    }

    /**
     * When an address may be told again what goes on; empty where this rule repeats nothing.
     *
     * @param told what it was told last
     */
    Optional<Instant> repeatAfter(Told told) {
        return repeat.map(after -> countsFrom(told, after).plus(after));
    }

    /** What arrived soon after its look counts from then, so that the next repeat is a look of the grid, too; what waited from its arrival. */
    private Instant countsFrom(Told told, Duration after) {
        Instant due = dueAt(told.at());
        return told.arrived().filter(due.plus(soon(after))::isBefore).orElse(due);
    }

    /** Where there is a grid, what arrived nearer to its look than to the next one. */
    private Duration soon(Duration after) {
        if (!interval.isZero()) {
            return interval.dividedBy(2);
        }
        Duration tenth = after.dividedBy(10);
        return tenth.compareTo(MAY_BE_LATE) < 0 ? tenth : MAY_BE_LATE;
    }

    /**
     * When the look was due at which an address was told something: a repeat that is as long as the interval
     * would otherwise be a moment away at the next look, and come at every other one.
     *
     * @param told when it was told; where that was no look of this grid, or one that was later than a look may be, this is the answer
     */
    private Instant dueAt(Instant told) {
        if (interval.isZero() || origin.isEmpty()) {
            return told;
        }
        long late = Math.floorMod(Duration.between(origin.get(), told).toMillis(), interval.toMillis());
        boolean inTime = late <= MAY_BE_LATE.toMillis() && 2 * late <= interval.toMillis();
        return inTime ? told.minusMillis(late) : told;
    }

    /** Whether it looks for repeats at that time, so that it matters when what was told arrived. */
    boolean isDueForRepeat(Instant now) {
        return repeatAt.filter(due -> !due.isAfter(now)).isPresent();
    }

    /** The same with all its times that much earlier. */
    Subscription earlierBy(Duration step) {
        return new Subscription(
                rule,
                interval,
                repeat,
                resolved,
                firing,
                origin.map(time -> time.minus(step)),
                looked.map(time -> time.minus(step)),
                dueAt.map(time -> time.minus(step)),
                why,
                repeatAt.map(time -> time.minus(step)));
    }
}
