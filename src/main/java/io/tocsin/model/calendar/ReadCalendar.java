package io.tocsin.model.calendar;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A calendar that was read. It tells which times are booked, whatever of it could be read; what could not is named.
 *
 * @param events its events
 * @param troubles what could not be read, a line each, with the number of its line
 */
public record ReadCalendar(List<CalendarEvent> events, List<String> troubles) {

    /** More no calendar has of which somebody is on call. */
    static final int MOST_EVENTS = 20_000;

    private static final int MOST_BOOKINGS = 20_000;

    public ReadCalendar {
        events = List.copyOf(events);
        troubles = List.copyOf(troubles);
    }

    /**
     * Reads one.
     *
     * @param text the whole of it
     * @param zone where the clock hangs of times that have no zone
     * @return empty where it is none, or only the beginning of one
     */
    public static Optional<ReadCalendar> of(String text, ZoneId zone) {
        List<ContentLine> lines = ContentLine.all(text.startsWith("\uFEFF") ? text.substring(1) : text);
        boolean isWhole = lines.stream().anyMatch(line -> line.is("BEGIN", "VCALENDAR"))
                && lines.stream().anyMatch(line -> line.is("END", "VCALENDAR"));
        return isWhole ? Optional.of(new EventReader(lines, zone).read()) : Optional.empty();
    }

    /**
     * What is booked in a time, in the order in which it begins.
     *
     * @param from from when on
     * @param until until when
     */
    public List<Booking> between(Instant from, Instant until) {
        return between(from, until, () -> false, any -> {});
    }

    /**
     * The same of a calendar that nobody trusts: what goes wrong with one event is no matter of the others.
     *
     * @param isEnough whether it took too long: the events that are left are left out
     * @param trouble gets what was left out, a line each
     */
    public List<Booking> between(Instant from, Instant until, BooleanSupplier isEnough, Consumer<String> trouble) {
        List<Booking> all = new ArrayList<>();
        for (CalendarEvent event : events) {
            if (isEnough.getAsBoolean() || all.size() > MOST_BOOKINGS) {
                trouble.accept("line " + event.line()
                        + ": more than can be looked at; this event and those after it are left out");
                break;
            }
            try {
                if (!event.addBetween(from, until, all)) {
                    trouble.accept(
                            "line " + event.line()
                                    + ": an event that comes again more often than can be looked at; its later times are left out");
                }
            } catch (RuntimeException hostile) { // a library met what it was not made for
                trouble.accept(
                        "line " + event.line() + ": an event that comes again as nobody can tell; it is left out");
            }
        }
        all.sort(Comparator.comparing(Booking::from).thenComparing(Booking::line));
        return all;
    }
}
