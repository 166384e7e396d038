package io.tocsin.app.imports.oncall;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A shift of Grafana OnCall as turns. There each group of people has a recurring event, whose interval is that of the shift times the number
 * of groups (custom_on_call_shift.py), by the clock of the shift's zone or its schedule's.
 */
final class OnCallShift {

    private static final Map<String, DayOfWeek> DAYS = Map.of(
            "MO", DayOfWeek.MONDAY,
            "TU", DayOfWeek.TUESDAY,
            "WE", DayOfWeek.WEDNESDAY,
            "TH", DayOfWeek.THURSDAY,
            "FR", DayOfWeek.FRIDAY,
            "SA", DayOfWeek.SATURDAY,
            "SU", DayOfWeek.SUNDAY);

    private static final int DAY = 1440;

    private final Part shift;
    private final List<List<String>> groups;
    private final ZoneId zone;
    private final LocalDateTime start;
    private final LocalDateTime from;
    private final Duration length;
    private final int interval;

    /**
     * @param groups those who take turns, from the first one on
     * @param schedule its clock, where the shift has none of its own
     * @throws java.time.DateTimeException if a time or zone is none
     */
    OnCallShift(Part shift, List<List<String>> groups, ZoneId schedule) {
        this.shift = shift;
        this.groups = groups;
        this.zone = shift.has("time_zone") ? ZoneId.of(shift.text("time_zone")) : schedule;
        this.start = time("start");
        this.from = shift.has("rotation_start") ? later(start, time("rotation_start")) : start;
        this.length = Duration.ofSeconds(shift.json().path("duration").asLong());
        this.interval = Math.max(1, shift.number("interval", 1));
    }

    private LocalDateTime time(String field) {
        String text = shift.text(field);
        return LocalDateTime.parse(text.substring(0, Math.min(19, text.length())))
                .withSecond(0);
    }

    private static LocalDateTime later(LocalDateTime one, LocalDateTime other) {
        return one.isAfter(other) ? one : other;
    }

    ZoneId zone() {
        return zone;
    }

    LocalDateTime start() {
        return start;
    }

    LocalDateTime end() {
        return start.plus(length);
    }

    /** What can't be said by layers; empty where all can. */
    Optional<String> trouble() {
        if (shift.json().path("by_month").size() > 0
                || shift.json().path("by_monthday").size() > 0) {
            return Optional.of("days of the month and months are not known to layers");
        }
        return switch (shift.text("frequency")) {
            case "", "hourly", "daily", "weekly" ->
                days().isEmpty() ? longerThan(period()) : days(shift.text("frequency"));
            default -> Optional.of("turns of a month are not known to layers");
        };
    }

    private Optional<String> longerThan(Duration period) {
        return !shift.text("frequency").isEmpty() && length.compareTo(period) > 0
                ? Optional.of("a shift that goes on when the next one has begun is not known to layers")
                : Optional.empty();
    }

    private Optional<String> days(String frequency) {
        if (frequency.equals("hourly") || frequency.isEmpty()) {
            return Optional.of("hours of certain days only are not known to layers");
        }
        return length.toMinutes() > DAY
                ? Optional.of("shifts longer than a day, of certain days only, are not known to layers")
                : Optional.empty();
    }

    /** How long from one group's turn to the next one's. */
    private Duration period() {
        return switch (shift.text("frequency")) {
            case "hourly" -> Duration.ofHours(interval);
            case "daily" -> Duration.ofDays(interval);
            case "weekly" -> Duration.ofDays(7L * interval);
            default -> length;
        };
    }

    private Set<DayOfWeek> days() {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        shift.texts("by_day").stream()
                .map(DAYS::get)
                .filter(java.util.Objects::nonNull)
                .forEach(days::add);
        return days;
    }

    /** As turns, where there is no {@link #trouble}. */
    Turns turns() {
        if (shift.text("frequency").isEmpty()) {
            return made(
                    start,
                    length,
                    groups.subList(0, Math.min(1, groups.size())),
                    start,
                    Optional.of(end()),
                    new WeekHours());
        }
        if (days().isEmpty()) {
            return regular();
        }
        return shift.text("frequency").equals("daily") ? day() : week();
    }

    /** The first group has the first event that begins once the rotation has. */
    private LocalDateTime first(LocalDateTime begin, Duration period) {
        LocalDateTime at = begin;
        while (at.isBefore(from)) {
            at = at.plus(period);
        }
        return at;
    }

    private Turns regular() {
        Duration period = period();
        LocalDateTime first = first(start, period);
        int minute = start.toLocalTime().toSecondOfDay() / 60;
        int minutes = (int) length.toMinutes();
        if (length.equals(period)) {
            return made(first, period, groups, first, until(), new WeekHours());
        }
        if (period.equals(Duration.ofDays(1))) {
            return made(first, period, groups, first, until(), new WeekHours().daily(minute, minutes));
        }
        if (period.equals(Duration.ofDays(7))) {
            int day = (start.getDayOfWeek().getValue() - 1) * DAY;
            return made(first, period, groups, first, until(), new WeekHours().weekly(day + minute, minutes));
        }
        return parts(first, period);
    }

    /** Turns as long as what both are multiples of: some are a group's, the others nobody's. */
    private Turns parts(LocalDateTime first, Duration period) {
        long part = gcd(length.toMinutes(), period.toMinutes());
        List<List<String>> turns = new ArrayList<>();
        for (List<String> group : groups) {
            for (long at = 0; at < period.toMinutes() && turns.size() <= Turns.MOST; at += part) {
                turns.add(at < length.toMinutes() ? group : List.of());
            }
        }
        return made(first, Duration.ofMinutes(part), turns, first, until(), new WeekHours());
    }

    private static long gcd(long one, long other) {
        return other == 0 ? one : gcd(other, one % other);
    }

    /** Weeks begin at the shift's time of the day, so that one over midnight stays with whom it began. */
    private Turns week() {
        DayOfWeek begins = DAYS.getOrDefault(shift.text("week_start"), DayOfWeek.SUNDAY);
        LocalDateTime event = firstEvent();
        LocalDateTime week = event.toLocalDate()
                .with(TemporalAdjusters.previousOrSame(begins))
                .atTime(start.toLocalTime());
        List<List<String>> turns = new ArrayList<>();
        for (List<String> group : groups) {
            turns.add(group);
            for (int i = 1; i < interval; i++) {
                turns.add(List.of());
            }
        }
        return made(week, Duration.ofDays(7), turns, event, until(), eachDay());
    }

    /** Each of these days is the next one's turn, or as many of them as the interval says. */
    private Turns day() {
        Set<DayOfWeek> days = days();
        LocalDateTime event = firstEvent();
        long rounds = gcd(days.size(), (long) groups.size() * interval);
        long weeks = (long) groups.size() * interval / rounds;
        List<List<String>> turns = new ArrayList<>();
        int count = 0;
        for (long day = 0; day < weeks * 7 && turns.size() <= Turns.MOST; day++) {
            boolean isOne = days.contains(event.plusDays(day).getDayOfWeek());
            turns.add(isOne ? groups.get(count++ / interval % groups.size()) : List.of());
        }
        return made(
                event,
                Duration.ofDays(1),
                turns,
                event,
                until(),
                new WeekHours().daily(start.toLocalTime().toSecondOfDay() / 60, (int) length.toMinutes()));
    }

    private LocalDateTime firstEvent() {
        LocalDateTime at = first(start, Duration.ofDays(1));
        while (!days().contains(at.getDayOfWeek())) {
            at = at.plusDays(1);
        }
        return at;
    }

    private WeekHours eachDay() {
        WeekHours hours = new WeekHours();
        int minute = start.toLocalTime().toSecondOfDay() / 60;
        days().forEach(day -> hours.weekly((day.getValue() - 1) * DAY + minute, (int) length.toMinutes()));
        return hours;
    }

    private Optional<LocalDateTime> until() {
        return shift.has("until") ? Optional.of(time("until")) : Optional.empty();
    }

    private Turns made(
            LocalDateTime anchor,
            Duration turn,
            List<List<String>> people,
            LocalDateTime begins,
            Optional<LocalDateTime> ends,
            WeekHours hours) {
        return new Turns(shift.text("name"), shift.number("level", 0), zone, anchor, turn, people, begins, ends, hours);
    }
}
