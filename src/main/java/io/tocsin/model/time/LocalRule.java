package io.tocsin.model.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * A rule of RFC 5545 (RRULE) on times of a clock without a zone, so that 02:00 stays 02:00 whatever daylight saving does. Immutable; safe for
 * use by many threads.
 */
public final class LocalRule {

    /** Times one after the other. */
    public interface Walk {
        /** Whether there is one more. */
        boolean hasNext();

        /** It. */
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

    private final RecurrenceRule rule;

    private LocalRule(RecurrenceRule rule) {
        this.rule = rule;
    }

    /**
     * Reads one.
     *
     * @param text as RFC 5545 has it after {@code RRULE:}
     * @param zone where the clock hangs, of which an UNTIL in UTC is said
     * @throws IllegalArgumentException if it is no rule, or asks for seconds or minutes; the message says what was expected
     */
    public static LocalRule of(String text, ZoneId zone) {
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
            return new LocalRule(rule);
        } catch (InvalidRecurrenceRuleException wrong) {
            throw new IllegalArgumentException(
                    "a rule such as FREQ=WEEKLY;BYDAY=SA,SU (" + wrong.getMessage() + ")", wrong);
        }
    }

    /** How often it comes, where it says so. */
    public Optional<Integer> count() {
        return Optional.ofNullable(rule.getCount());
    }

    /** Until when, by the clock, where it says so. */
    public Optional<LocalDateTime> until() {
        return Optional.ofNullable(rule.getUntil()).map(LocalRule::local);
    }

    /** Whether it comes again for ever. */
    public boolean isInfinite() {
        return rule.isInfinite();
    }

    /** All times from a start on, but those before {@code from}. */
    public Walk walk(LocalDateTime start, LocalDateTime from) {
        try {
            RecurrenceRuleIterator iterator = rule.iterator(floating(start));
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
