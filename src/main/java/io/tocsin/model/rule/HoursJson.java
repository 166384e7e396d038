package io.tocsin.model.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.ActiveTimes;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The active times of a rule as a file writes them; the schema has accepted them. */
final class HoursJson {

    private static final String MIDNIGHT = "24:00";

    private HoursJson() {}

    /** Empty where nothing is said, or something is wrong that is told elsewhere. */
    static Optional<ActiveTimes> read(JsonNode json) {
        try {
            List<ActiveTimes.Hours> hours = new ArrayList<>();
            for (JsonNode one : json.path("hours")) {
                hours.add(new ActiveTimes.Hours(time(one, "from"), time(one, "to"), days(one)));
            }
            return hours.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ActiveTimes(
                            hours,
                            ZoneId.of(json.path("zone").asText("")),
                            json.path("later").asText("").equals("drop")
                                    ? ActiveTimes.Later.DROP
                                    : ActiveTimes.Later.HOLD));
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }

    /** Whether a zone is one. */
    static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException wrong) {
            return false;
        }
    }

    static ObjectNode write(ActiveTimes times) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("zone", times.zone().getId());
        times.hours().forEach(some -> {
            ObjectNode hours = json.withArray("hours").addObject();
            hours.put("from", some.from().toString()).put("to", some.to().toString());
            some.days().stream().sorted().forEach(day -> hours.withArray("days").add(word(day)));
        });
        return json.put("later", times.later().name().toLowerCase(Locale.ROOT));
    }

    private static LocalTime time(JsonNode json, String field) {
        String text = json.path(field).asText("");
        return text.equals(MIDNIGHT) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static Set<DayOfWeek> days(JsonNode json) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        json.path("days").forEach(word -> Arrays.stream(DayOfWeek.values())
                .filter(day -> word(day).equals(word.asText()))
                .forEach(days::add));
        return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
