package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A week in a terminal: a line for each day by the clock in the schedule's zone, a letter for each half hour.
 *
 * @param at a time of the first day
 * @param zone where the clock hangs
 */
record WeekPicture(Instant at, ZoneId zone) {

    private static final int DAYS = 7;
    private static final int SLOTS = 48;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE dd MMM", Locale.ENGLISH);

    private record Drawn(Instant from, Instant until, char letter) {}

    /** The first moment of the first day. */
    Instant begin() {
        return day(0).atStartOfDay(zone).toInstant();
    }

    /** The first moment after the last day. */
    Instant end() {
        return day(DAYS).atStartOfDay(zone).toInstant();
    }

    private LocalDate day(int number) {
        return at.atZone(zone).toLocalDate().plusDays(number);
    }

    /** Draws shifts, as the API gives them, and says whose which letter is. */
    void print(JsonNode shifts, PrintWriter out) {
        Map<String, Character> letters = new LinkedHashMap<>();
        List<Drawn> drawn = new ArrayList<>();
        for (JsonNode shift : shifts) {
            String people = OnCallText.people(shift.path("people"));
            drawn.add(new Drawn(
                    Instant.parse(shift.path("from").asText()),
                    Instant.parse(shift.path("until").asText()),
                    people.equals(OnCallText.NOBODY)
                            ? '.'
                            : letters.computeIfAbsent(people, any -> letter(letters.size()))));
        }
        out.println("              0     3     6     9     12    15    18    21");
        for (int day = 0; day < DAYS; day++) {
            StringBuilder line =
                    new StringBuilder("  ").append(DAY.format(day(day))).append("  ");
            for (int slot = 0; slot < SLOTS; slot++) {
                line.append(letter(
                        drawn,
                        day(day).atTime(slot / 2, slot % 2 * 30).atZone(zone).toInstant()));
            }
            out.println(line);
        }
        letters.forEach((people, letter) -> out.println("  " + letter + " " + TerminalText.line(people, 100)));
        if (drawn.stream().anyMatch(shift -> shift.letter == '.')) {
            out.println("  . " + OnCallText.NOBODY);
        }
    }

    private static char letter(List<Drawn> shifts, Instant at) {
        return shifts.stream()
                .filter(shift -> !at.isBefore(shift.from) && at.isBefore(shift.until))
                .map(Drawn::letter)
                .findFirst()
                .orElse(' ');
    }

    private static char letter(int number) {
        return number < LETTERS.length() ? LETTERS.charAt(number) : '#';
    }
}
