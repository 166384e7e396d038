package io.tocsin.model.silence;

import io.tocsin.model.time.LocalRule;
import io.tocsin.model.time.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A time of the clock on the wall that may come again and again, by the rules of RFC 5545 (RRULE). It is computed on times
 * without a zone, so that 02:00 stays 02:00 whatever daylight saving does, and only then said of the zone ({@link WallClock}).
 * Immutable; safe for use by many threads.
 */
public final class Recurrence {

    /** A rule without an instant in so long from its start is a mistake. */
    private static final int YEARS = 5;

    /** Nothing lasts longer, so that few occasions have to be looked at to know what goes on. */
    public static final Duration LONGEST = Duration.ofDays(366);

    /** So far ahead the next one is looked for: the 29th of February is away for eight years where a century skips one. */
    private static final int FAR = 9;

    /** In so many years a rule by weekday and day of the year has shown all gaps between its instants but those of a century's end. */
    private static final int CYCLE = 30;

    /** More may not begin in the time that one lasts and the two days around it: so many are looked at to know what goes on. */
    private static final int MOST_AT_ONCE = 200;

    private static final int COUNTED = 10_000;

    /** So many are looked at before a rule is taken. */
    private static final int TRIED = 3_000;

    private final LocalDateTime start;
    private final Duration length;
    private final ZoneId zone;
    private final Optional<LocalRule> rule;
    private final Set<LocalDate> except;
    private final String text;

    private Recurrence(
            LocalDateTime start,
            Duration length,
            ZoneId zone,
            Optional<LocalRule> rule,
            Set<LocalDate> except,
            String text) {
        this.start = start;
        this.length = length;
        this.zone = zone;
        this.rule = rule;
        this.except = Set.copyOf(except);
        this.text = text;
    }

    /**
     * Once.
     *
     * @param start by the clock in the zone
     * @param length by that clock
     */
    public static Recurrence once(LocalDateTime start, Duration length, ZoneId zone) {
        return new Recurrence(start, length, zone, Optional.empty(), Set.of(), "");
    }

    /**
     * Again and again.
     *
     * @param start the first that may be, by the clock in the zone
     * @param length by that clock: from 22:00 for 8 h is until 06:00, also in the night in which clocks are put
     * @param rule as RFC 5545 has it after {@code RRULE:}
     * @param except days on which none begins
     * @throws IllegalArgumentException if it is no rule, asks for seconds or minutes, has no instant in five years or none for
     *     nine years after one, a COUNT above 10,000, or so many instants that hundreds would go on at a time; the message says what was expected
     */
    public static Recurrence of(LocalDateTime start, Duration length, ZoneId zone, String rule, Set<LocalDate> except) {
        Recurrence made = kept(start, length, zone, rule, except);
        made.check();
        return made;
    }

    /** The same of one that was taken once: what a store keeps is read, whatever is refused since. */
    public static Recurrence kept(
            LocalDateTime start, Duration length, ZoneId zone, String rule, Set<LocalDate> except) {
        return new Recurrence(start, length, zone, Optional.of(LocalRule.of(rule, zone)), except, rule);
    }

    private void check() {
        Instant five = WallClock.end(start.plusYears(YEARS), zone);
        if (next(WallClock.begin(start, zone).minusMillis(1))
                .filter(first -> first.begin().isBefore(five))
                .isEmpty()) {
            throw new IllegalArgumentException("a rule with an instant within " + YEARS + " years of its start");
        }
        if (rule.flatMap(LocalRule::count).filter(count -> count > COUNTED).isPresent()) {
            throw new IllegalArgumentException("a COUNT of at most 10,000");
        }
        Deque<LocalDateTime> atOnce = new ArrayDeque<>();
        LocalDateTime before = start;
        int tried = 0;
        for (LocalRule.Walk walk = walk(start);
                walk.hasNext() && tried < TRIED && before.isBefore(start.plusYears(CYCLE));
                tried++) {
            LocalDateTime begin = walk.next();
            if (begin.isAfter(before.plusYears(FAR))) {
                throw new IllegalArgumentException("a rule that comes again within " + FAR + " years each time");
            }
            atOnce.add(begin);
            while (atOnce.peek().isBefore(begin.minus(length).minusDays(2))) {
                atOnce.remove();
            }
            if (atOnce.size() > MOST_AT_ONCE) {
                throw new IllegalArgumentException(
                        "a rule of which at most " + MOST_AT_ONCE
                                + " occasions begin in the time that one lasts and two days: a larger INTERVAL, or a shorter time");
            }
            before = begin;
        }
    }

    /** What goes on at a time; of several the one that ends last. */
    public Optional<Occasion> at(Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, zone);
        Optional<Occasion> last = Optional.empty();
        // A day more, since clocks may be put in between.
        for (LocalRule.Walk walk = walk(local.minus(length).minusDays(1)); walk.hasNext(); ) {
            LocalDateTime begin = walk.next();
            if (begin.isAfter(local.plusDays(1))) {
                break;
            }
            Optional<Occasion> longest = last;
            last = occasion(begin)
                    .filter(one -> one.holds(now))
                    .filter(one ->
                            longest.isEmpty() || one.end().isAfter(longest.get().end()))
                    .or(() -> longest);
        }
        return last;
    }

    /** The first that begins after a time. */
    public Optional<Occasion> next(Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, zone);
        LocalDateTime far = (local.isAfter(start) ? local : start).plusYears(FAR);
        for (LocalRule.Walk walk = walk(local.minusDays(1)); walk.hasNext(); ) {
            LocalDateTime begin = walk.next();
            if (begin.isAfter(far)) {
                break;
            }
            Optional<Occasion> one = occasion(begin).filter(next -> next.begin().isAfter(after));
            if (one.isPresent()) {
                return one;
            }
        }
        return Optional.empty();
    }

    /** Empty on a day that is excepted, and where clocks are put forward over all of it. */
    private Optional<Occasion> occasion(LocalDateTime begin) {
        Occasion one = new Occasion(WallClock.begin(begin, zone), WallClock.end(begin.plus(length), zone));
        return except.contains(begin.toLocalDate()) || !one.end().isAfter(one.begin())
                ? Optional.empty()
                : Optional.of(one);
    }

    /** The first that may be, by the clock in the {@link #zone}. */
    public LocalDateTime start() {
        return start;
    }

    /** How long each lasts, by that clock. */
    public Duration length() {
        return length;
    }

    /** Where the clock hangs. */
    public ZoneId zone() {
        return zone;
    }

    /** As RFC 5545 has it after {@code RRULE:}; empty for once. */
    public String rule() {
        return text;
    }

    /** Days on which none begins. */
    public Set<LocalDate> except() {
        return except;
    }

    /**
     * When the last of them ends; empty where they come again for ever. Where there are more than anybody wants to count it is when one
     * would end that begins as late as the rule allows, and empty if it says no time.
     */
    public Optional<Instant> lastEnd() {
        if (rule.filter(LocalRule::isInfinite).isPresent()) {
            return Optional.empty();
        }
        Optional<Instant> last = Optional.empty();
        int count = 0;
        for (LocalRule.Walk walk = walk(start); walk.hasNext(); ) {
            if (++count > COUNTED) {
                return rule.flatMap(LocalRule::until).map(until -> WallClock.end(until.plus(length), zone));
            }
            Optional<Instant> before = last;
            last = occasion(walk.next())
                    .map(Occasion::end)
                    .filter(end -> before.isEmpty() || end.isAfter(before.get()))
                    .or(() -> before);
        }
        return last;
    }

    /** Two are the same if they were made of the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Recurrence one
                && start.equals(one.start)
                && length.equals(one.length)
                && zone.equals(one.zone)
                && except.equals(one.except)
                && text.equals(one.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(start, length, zone, except, text);
    }

    private LocalRule.Walk walk(LocalDateTime from) {
        return rule.map(says -> says.walk(start, from)).orElseGet(this::walkOnce);
    }

    private LocalRule.Walk walkOnce() {
        return new LocalRule.Walk() {
            private boolean done;

            @Override
            public boolean hasNext() {
                return !done;
            }

            @Override
            public LocalDateTime next() {
                done = true;
                return start;
            }
        };
    }
}
