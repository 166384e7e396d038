package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Schedules for a person. */
final class OnCallText {

    static final String NOBODY = "nobody";

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ENGLISH);

    private OnCallText() {}

    /** Their names, or that there is nobody. */
    static String people(JsonNode names) {
        StringJoiner joined = new StringJoiner(", ");
        names.forEach(name -> joined.add(name.asText()));
        return joined.length() == 0 ? NOBODY : joined.toString();
    }

    /** {@code Mon 2026-01-05 09:00}. */
    static String clock(String time, ZoneId zone) {
        return CLOCK.format(Instant.parse(time).atZone(zone));
    }

    /** {@code primary (Europe/Berlin): ann until Mon 2026-01-12 09:00, in 3 d; then ben}. */
    static String headline(JsonNode schedule, ZoneId zone, Instant at) {
        String who = schedule.path("schedule").asText() + " (" + zone.getId() + "): " + people(schedule.path("people"));
        String until = schedule.path("until").asText();
        return TerminalText.line(
                until.isEmpty()
                        ? who
                        : who + " until " + clock(until, zone) + ", " + Ago.words(Instant.parse(until), at) + "; then "
                                + people(schedule.path("next")),
                300);
    }

    /** {@code calendar read Mon 2026-01-05 09:00}, and what is wrong with it. */
    static List<String> calendar(JsonNode calendar, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        String read = calendar.path("readAt").asText("");
        lines.add("  calendar " + (read.isEmpty() ? "not read yet" : "read " + clock(read, zone)));
        calendar.path("troubles").forEach(trouble -> lines.add(TerminalText.line("  " + trouble.asText(), 500)));
        return lines;
    }
}
