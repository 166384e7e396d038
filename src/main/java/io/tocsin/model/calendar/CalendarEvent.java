package io.tocsin.model.calendar;

import io.tocsin.model.time.LocalRule;
import io.tocsin.model.time.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event of a calendar, that may come again. It goes from one time of its zone's clock to another, however many hours lie between them in a
 * night in which clocks are put ({@link WallClock}).
 *
 * @param start when it first begins
 * @param zone where the clock hangs
 * @param length by the clock
 * @param exact what is added to the length whatever clocks do: of a {@code DURATION} its hours
 * @param rule when it comes again
 * @param more when else it begins
 * @param except beginnings, as instants, that are left out, or moved
 * @param summary what is written over it
 * @param attendees the e-mail addresses of those who take part
 * @param line where it stands
 */
public record CalendarEvent(
        LocalDateTime start,
        ZoneId zone,
        Duration length,
        Duration exact,
        Optional<LocalRule> rule,
        List<LocalDateTime> more,
        Set<Instant> except,
        String summary,
        List<String> attendees,
        int line) {

    /** More are not looked at of one event. */
    private static final int MOST = 20_000;

    public CalendarEvent {
        more = List.copyOf(more);
        except = Set.copyOf(except);
        attendees = List.copyOf(attendees);
    }

    /** Adds when it is; gives whether that is all: of one that comes very often it is not. */
    boolean addBetween(Instant from, Instant until, List<Booking> all) {
        boolean isAll = true;
        if (rule.isEmpty()) {
            add(start, from, until, all);
        } else {
            LocalDateTime first = LocalDateTime.ofInstant(from, zone)
                    .minus(length)
                    .minus(exact)
                    .minusDays(1);
            LocalDateTime last = LocalDateTime.ofInstant(until, zone).plusDays(1);
            int looked = 0;
            for (LocalRule.Walk walk = rule.get().walk(start, first); walk.hasNext(); looked++) {
                LocalDateTime begin = walk.next();
                if (begin.isAfter(last) || looked == MOST) {
                    isAll = begin.isAfter(last);
                    break;
                }
                add(begin, from, until, all);
            }
        }
        more.forEach(begin -> add(begin, from, until, all));
        return isAll;
    }

    private void add(LocalDateTime begin, Instant from, Instant until, List<Booking> all) {
        Instant begins = WallClock.begin(begin, zone);
        Instant ends = WallClock.begin(begin.plus(length), zone).plus(exact);
        if (!except.contains(begins) && ends.isAfter(begins) && ends.isAfter(from) && begins.isBefore(until)) {
            all.add(new Booking(begins, ends, summary, attendees, line));
        }
    }
}
