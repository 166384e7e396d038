package io.tocsin.model.calendar;

import io.tocsin.model.time.LocalRule;
import io.tocsin.model.time.WallClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the events of a calendar. What it can't read of one makes it leave that one out, and say so. */
final class EventReader {

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
    /** Of a summary; it is there once for each time that the event comes again. */
    private static final int LONGEST_SUMMARY = 1_000;

    private static final int MOST_ATTENDEES = 500;

    private static final Pattern DURATION = Pattern.compile(
            "\\+?P(?:(\\d{1,4})W)?(?:(\\d{1,5})D)?(?:T(?:(\\d{1,5})H)?(?:(\\d{1,6})M)?(?:(\\d{1,7})S)?)?");

    /** A time of a property. */
    private record Moment(LocalDateTime local, ZoneId zone, boolean isDay) {
        Instant instant() {
            return WallClock.begin(local, zone);
        }
    }

    /** What can't be read, with the number of the line. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(ContentLine line, String found) {
            super("line " + line.number() + ": " + line.name() + " " + found, null, false, false);
        }
    }

    private final List<ContentLine> lines;
    private final ZoneId floating;
    private final CalendarZones zones;
    private final List<CalendarEvent> events = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    /** Of an event that comes again, the beginnings that have an event of their own. */
    private final Map<String, Set<Instant>> moved = new HashMap<>();

    EventReader(List<ContentLine> lines, ZoneId floating) {
        this.lines = lines;
        this.floating = floating;
        this.zones = new CalendarZones(lines);
    }

    ReadCalendar read() {
        List<List<ContentLine>> all = split();
        all.forEach(this::findMoved);
        for (List<ContentLine> event : all) {
            try {
                event(event).ifPresent(events::add);
            } catch (Unreadable wrong) {
                troubles.add(wrong.getMessage() + "; the event of line "
                        + event.get(0).number() + " is left out");
            } catch (RuntimeException hostile) { // a library met what it was not made for
                troubles.add("line " + event.get(0).number() + ": an event that nobody can read; it is left out");
            }
        }
        return new ReadCalendar(events, troubles);
    }

    /** The lines of each event, without those of what is within it. */
    private List<List<ContentLine>> split() {
        List<List<ContentLine>> all = new ArrayList<>();
        List<ContentLine> event = null;
        int within = 0;
        for (ContentLine line : lines) {
            if (line.is("BEGIN", "VEVENT")) {
                event = new ArrayList<>(List.of(line));
                within = 0;
            } else if (event != null && line.is("END", "VEVENT")) {
                if (all.size() == ReadCalendar.MOST_EVENTS) {
                    troubles.add("line " + line.number() + ": more than " + ReadCalendar.MOST_EVENTS
                            + " events; those beyond are left out");
                    return all;
                }
                all.add(event);
                event = null;
            } else if (event != null && line.name().equals("BEGIN")) {
                within++;
            } else if (event != null && line.name().equals("END")) {
                within--;
            } else if (event != null && within == 0) {
                event.add(line);
            }
        }
        if (event != null) {
            troubles.add("line " + event.get(0).number() + ": an event that does not end; it is left out");
        }
        return all;
    }

    private void findMoved(List<ContentLine> event) {
        find(event, "RECURRENCE-ID").ifPresent(line -> {
            try {
                moved.computeIfAbsent(find(event, "UID").map(ContentLine::value).orElse(""), any -> new HashSet<>())
                        .add(moment(line, line.value()).instant());
                if (line.parameter("RANGE").equalsIgnoreCase("THISANDFUTURE")) {
                    troubles.add("line " + line.number()
                            + ": RECURRENCE-ID with RANGE=THISANDFUTURE; it is taken for this" + " one time alone");
                }
            } catch (Unreadable wrong) {
                troubles.add(wrong.getMessage() + "; what it moves stays where it was");
            }
        });
    }

    private Optional<CalendarEvent> event(List<ContentLine> event) {
        if (find(event, "STATUS")
                .filter(line -> line.value().strip().equalsIgnoreCase("CANCELLED"))
                .isPresent()) {
            return Optional.empty();
        }
        ContentLine starts = find(event, "DTSTART").orElseThrow(() -> new Unreadable(event.get(0), "without DTSTART"));
        Moment start = moment(starts, starts.value());
        boolean isMoved = find(event, "RECURRENCE-ID").isPresent();
        String uid = find(event, "UID").map(ContentLine::value).orElse("");
        Set<Instant> except = new HashSet<>(isMoved ? Set.of() : moved.getOrDefault(uid, Set.of()));
        List<LocalDateTime> more = new ArrayList<>();
        for (ContentLine line : event) {
            switch (line.name()) {
                case "EXDATE" -> except.addAll(excepted(line, start));
                case "RDATE" -> {
                    for (String value : line.value().split(",")) {
                        more.add(
                                moment(line, value).instant().atZone(start.zone).toLocalDateTime());
                    }
                }
                case "EXRULE" -> throw new Unreadable(line, "is not known");
                default -> {} // says nothing of when, or is looked for by its name
            }
        }
        Duration[] length = length(event, start);
        return Optional.of(new CalendarEvent(
                start.local,
                start.zone,
                length[0],
                length[1],
                isMoved ? Optional.empty() : rule(event, start.zone),
                more,
                except,
                find(event, "SUMMARY").map(EventReader::summary).orElse(""),
                attendees(event),
                event.get(0).number()));
    }

    /** A day alone excepts what begins at its time of the day. */
    private List<Instant> excepted(ContentLine line, Moment start) {
        List<Instant> all = new ArrayList<>();
        for (String value : line.value().split(",")) {
            Moment one = moment(line, value);
            all.add(
                    one.isDay && !start.isDay
                            ? WallClock.begin(one.local.toLocalDate().atTime(start.local.toLocalTime()), start.zone)
                            : one.instant());
        }
        return all;
    }

    private static Optional<LocalRule> rule(List<ContentLine> event, ZoneId zone) {
        List<ContentLine> rules =
                event.stream().filter(line -> line.name().equals("RRULE")).toList();
        if (rules.size() > 1) {
            throw new Unreadable(rules.get(1), "a second time");
        }
        return rules.stream().findFirst().map(line -> {
            try {
                return LocalRule.of(line.value().strip(), zone);
            } catch (IllegalArgumentException wrong) {
                throw new Unreadable(line, line.value() + "; expected " + wrong.getMessage());
            }
        });
    }

    /** By the clock, and what comes to it whatever clocks do. */
    private Duration[] length(List<ContentLine> event, Moment start) {
        Optional<ContentLine> ends = find(event, "DTEND");
        if (ends.isPresent()) {
            Moment end = moment(ends.get(), ends.get().value());
            LocalDateTime local = end.zone.equals(start.zone)
                    ? end.local
                    : end.instant().atZone(start.zone).toLocalDateTime();
            return positive(ends.get(), Duration.between(start.local, local), Duration.ZERO);
        }
        Optional<ContentLine> lasts = find(event, "DURATION");
        if (lasts.isPresent()) {
            Matcher found = DURATION.matcher(lasts.get().value().strip());
            if (!found.matches()) {
                throw new Unreadable(lasts.get(), lasts.get().value());
            }
            return positive(
                    lasts.get(),
                    Duration.ofDays(number(found, 1) * 7 + number(found, 2)),
                    Duration.ofHours(number(found, 3))
                            .plusMinutes(number(found, 4))
                            .plusSeconds(number(found, 5)));
        }
        if (!start.isDay) {
            throw new Unreadable(event.get(0), "without DTEND");
        }
        return new Duration[] {Duration.ofDays(1), Duration.ZERO};
    }

    private static Duration[] positive(ContentLine line, Duration length, Duration exact) {
        if (length.isNegative() || length.plus(exact).isZero()) {
            throw new Unreadable(line, line.value() + ", which is not after the beginning");
        }
        return new Duration[] {length, exact};
    }

    private static long number(Matcher found, int group) {
        return found.group(group) == null ? 0 : Long.parseLong(found.group(group));
    }

    private static String summary(ContentLine line) {
        String text = line.text();
        return text.length() > LONGEST_SUMMARY ? text.substring(0, LONGEST_SUMMARY) : text;
    }

    private static List<String> attendees(List<ContentLine> event) {
        return event.stream()
                .filter(line -> line.name().equals("ATTENDEE"))
                .filter(line -> !line.parameter("PARTSTAT").equalsIgnoreCase("DECLINED")
                        && !line.parameter("CUTYPE").equalsIgnoreCase("RESOURCE")
                        && !line.parameter("CUTYPE").equalsIgnoreCase("ROOM"))
                .map(line -> line.value().strip().toLowerCase(Locale.ROOT))
                .map(value -> value.startsWith("mailto:") ? value.substring("mailto:".length()) : value)
                .limit(MOST_ATTENDEES)
                .toList();
    }

    private Moment moment(ContentLine line, String text) {
        String value = text.strip();
        try {
            if (line.parameter("VALUE").equalsIgnoreCase("DATE") || value.length() == 8) {
                return new Moment(LocalDate.parse(value, DAY).atStartOfDay(), floating, true);
            }
            if (value.endsWith("Z")) {
                return new Moment(
                        LocalDateTime.parse(value.substring(0, value.length() - 1), TIME), ZoneOffset.UTC, false);
            }
            String called = line.parameter("TZID");
            ZoneId zone = called.isEmpty()
                    ? floating
                    : zones.zone(called)
                            .orElseThrow(() ->
                                    new Unreadable(line, "in the time zone `" + called + "`, which is not known"));
            return new Moment(LocalDateTime.parse(value, TIME), zone, false);
        } catch (DateTimeException wrong) {
            throw new Unreadable(line, "`" + value + "`, which is no time");
        }
    }

    private static Optional<ContentLine> find(List<ContentLine> event, String name) {
        return event.stream().filter(line -> line.name().equals(name)).findFirst();
    }
}
