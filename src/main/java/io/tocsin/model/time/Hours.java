package io.tocsin.model.time;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From one time of the day to another, on some days of the week, by whichever clock they are asked of.
 *
 * @param from the first minute
 * @param to the first minute after; where it is not later than {@code from}, it is the next day's
 * @param days the days on which they begin; not empty
 */
public record Hours(LocalTime from, LocalTime to, Set<DayOfWeek> days) {

    private static final String MIDNIGHT = "24:00";

    /** @throws IllegalArgumentException if they begin on no day */
    public Hours {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("hours of no day");
        }
    }

    /**
     * Those that a file writes as {@code { from, to, days }}, which a schema has accepted; without days they are each day's.
     *
     * @throws java.time.DateTimeException if a time is none
     */
    public static Hours read(JsonNode json) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        json.path("days").forEach(word -> Arrays.stream(DayOfWeek.values())
                .filter(day -> word(day).equals(word.asText()))
                .forEach(days::add));
        return new Hours(time(json, "from"), time(json, "to"), days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days);
    }

    /** Writes them into an object as a file has them. */
    public void write(ObjectNode json) {
        json.put("from", from.toString()).put("to", to.toString());
        days.stream().sorted().forEach(day -> json.withArray("days").add(word(day)));
    }

    /** Whether they cover a time by the clock. */
    public boolean coverAt(LocalDateTime local) {
        return DailyHours.cover(days, from, to, local);
    }

    /** The first time after that one at which they begin. */
    public LocalDateTime nextBegin(LocalDateTime local) {
        return begins(local.toLocalDate())
                .filter(begin -> begin.isAfter(local))
                .min(LocalDateTime::compareTo)
                .orElseThrow();
    }

    /** The first time after that one at which they begin or end. */
    public LocalDateTime nextChange(LocalDateTime local) {
        LocalDate today = local.toLocalDate();
        return Stream.concat(begins(today), begins(today).map(begin -> endOf(begin.toLocalDate())))
                .filter(change -> change.isAfter(local))
                .min(LocalDateTime::compareTo)
                .orElseThrow();
    }

    /** From yesterday, which may end today, to the same day next week. */
    private Stream<LocalDateTime> begins(LocalDate today) {
        return IntStream.rangeClosed(-1, 7)
                .mapToObj(today::plusDays)
                .filter(day -> days.contains(day.getDayOfWeek()))
                .map(day -> day.atTime(from));
    }

    private LocalDateTime endOf(LocalDate day) {
        return (from.isBefore(to) ? day : day.plusDays(1)).atTime(to);
    }

    private static LocalTime time(JsonNode json, String field) {
        String text = json.path(field).asText("");
        return text.equals(MIDNIGHT) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
