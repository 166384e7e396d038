package io.tocsin.model.silence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

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

    private final LocalDateTime start;
    private final Duration length;
    private final ZoneId zone;
    private final Optional<RecurrenceRule> rule;
    private final Set<LocalDate> except;
    private final String text;

    private Recurrence(
            LocalDateTime start,
            Duration length,
            ZoneId zone,
            Optional<RecurrenceRule> rule,
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
     * @throws IllegalArgumentException if it is no rule, asks for seconds or minutes, or has no instant in five years; the message says
     *     what was expected
     */
    public static Recurrence of(LocalDateTime start, Duration length, ZoneId zone, String rule, Set<LocalDate> except) {
        Recurrence made = new Recurrence(start, length, zone, Optional.of(parse(rule, zone)), except, rule);
        Instant five = WallClock.end(start.plusYears(YEARS), zone);
        if (made.next(WallClock.begin(start, zone).minusMillis(1))
                .filter(first -> first.begin().isBefore(five))
                .isEmpty()) {
            throw new IllegalArgumentException("a rule with an instant within " + YEARS + " years of its start");
        }
        return made;
    }

    private static RecurrenceRule parse(String text, ZoneId zone) {
        try {
            RecurrenceRule rule = new RecurrenceRule(text, RecurrenceRule.RfcMode.RFC5545_STRICT);
            if (rule.getFreq() == Freq.SECONDLY || rule.getFreq() == Freq.MINUTELY) {
                throw new IllegalArgumentException("a FREQ of HOURLY or longer");
            }
            DateTime until = rule.getUntil();
            if (until != null && !until.isFloating()) {
                LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(until.getTimestamp()), zone);
                rule.setUntil(floating(local)); // else it throws where a start without a zone meets it
            } else if (until != null && until.isAllDay()) {
                rule.setUntil(floating(local(until).toLocalDate().atTime(23, 59, 59)));
            }
            return rule;
        } catch (InvalidRecurrenceRuleException wrong) {
            throw new IllegalArgumentException(
                    "a rule such as FREQ=WEEKLY;BYDAY=SA,SU (" + wrong.getMessage() + ")", wrong);
        }
    }

    /** What goes on at a time; of several the one that ends last. */
    public Optional<Occasion> at(Instant now) {
        LocalDateTime local = LocalDateTime.ofInstant(now, zone);
        Optional<Occasion> last = Optional.empty();
        // A day more, since clocks may be put in between.
        for (Walk walk = walk(local.minus(length).minusDays(1)); walk.hasNext(); ) {
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
        LocalDateTime far = (local.isAfter(start) ? local : start).plusYears(YEARS);
        for (Walk walk = walk(local.minusDays(1)); walk.hasNext(); ) {
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

    private interface Walk {
        boolean hasNext();

        LocalDateTime next();
    }

    private static final Walk NOWHERE = new Walk() {
        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public LocalDateTime next() {
            throw new NoSuchElementException();
        }
    };

    private Walk walk(LocalDateTime from) {
        return rule.map(says -> walk(says, from)).orElseGet(this::walkOnce);
    }

    private Walk walkOnce() {
        return new Walk() {
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

    private Walk walk(RecurrenceRule says, LocalDateTime from) {
        try {
            RecurrenceRuleIterator iterator = says.iterator(floating(start));
            if (from.isAfter(start)) {
                iterator.fastForward(floating(from));
            }
            return walk(iterator);
        } catch (IllegalArgumentException fitsNoDay) { // the library gives up after a thousand years or so
            return NOWHERE;
        }
    }

    private static Walk walk(RecurrenceRuleIterator iterator) {
        return new Walk() {
            private boolean over;

            @Override
            public boolean hasNext() {
                return !over && iterator.hasNext();
            }

            @Override
            public LocalDateTime next() {
                LocalDateTime found = local(iterator.peekDateTime());
                try {
                    iterator.nextDateTime();
                } catch (IllegalArgumentException fitsNoDayMore) {
                    over = true;
                }
                return found;
            }
        };
    }

    private static DateTime floating(LocalDateTime time) {
        return new DateTime(
                time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }

    private static LocalDateTime local(DateTime time) {
        return LocalDateTime.of(
                time.getYear(),
                time.getMonth() + 1,
                time.getDayOfMonth(),
                time.getHours(),
                time.getMinutes(),
                time.getSeconds());
    }
}
