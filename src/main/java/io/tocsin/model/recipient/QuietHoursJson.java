package io.tocsin.model.recipient;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.alert.Severity;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Quiet hours as a file writes them; the schema has accepted them. */
final class QuietHoursJson {
    private static final String MIDNIGHT = "24:00";

    private QuietHoursJson() {}

    /** @throws IllegalArgumentException if they never end */
    static QuietHours read(JsonNode json) {
        return new QuietHours(
                time(json, "from"),
                time(json, "to"),
                days(json),
                Severity.ofWord(json.path("below").asText("")).orElse(Severity.HIGH));
    }

    static boolean neverEnd(JsonNode json) {
        return QuietHours.neverEnd(time(json, "from"), time(json, "to"), days(json));
    }

    private static LocalTime time(JsonNode json, String field) {
        String text = json.path(field).textValue();
        return text.equals(MIDNIGHT) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static Set<DayOfWeek> days(JsonNode json) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (JsonNode word : json.path("days")) {
            Arrays.stream(DayOfWeek.values())
                    .filter(day -> day.name().toLowerCase(Locale.ROOT).startsWith(word.textValue()))
                    .forEach(days::add);
        }
        return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    }
}
