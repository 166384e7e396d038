package io.tocsin.app.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.time.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/** When a window goes on, in requests and answers, under the names that it has in files. */
final class WindowTimes {

    private static final String START = "a time by the clock in the zone, such as 2026-01-31T02:00";

    private WindowTimes() {}

    /** @throws RefusedException where the fields do not say it, or say what is none */
    static Recurrence read(Fields fields) {
        LocalDateTime start = value(fields, "start", START, LocalDateTime::parse);
        if (!start.truncatedTo(ChronoUnit.MINUTES).equals(start) || start.getYear() < 1970 || start.getYear() > 9000) {
            throw wrong("start", start.toString(), START);
        }
        ZoneId zone = value(fields, "zone", "a time zone such as Europe/Berlin or UTC", ZoneId::of);
        Duration length = length(fields);
        String rule = fields.text("repeat").orElse("");
        Set<LocalDate> except = except(fields.body().path("except"));
        if (rule.isEmpty()) {
            if (!except.isEmpty()) {
                throw RefusedException.badRequest(
                        "except says on which days a window does not come again, and this one has no"
                                + " repeat; expected both or neither.");
            }
            return Recurrence.once(start, length, zone);
        }
        try {
            return Recurrence.of(start, length, zone, rule, except);
        } catch (IllegalArgumentException wrong) {
            throw wrong("repeat", rule, wrong.getMessage());
        }
    }

    private static Duration length(Fields fields) {
        String text = fields.text("for").orElse("");
        Duration length = Span.read(text).orElse(Duration.ZERO);
        if (length.isZero() || length.compareTo(Recurrence.LONGEST) > 0) {
            throw wrong("for", text, "a whole number and m, h or d, such as 2h, at most 366d");
        }
        return length;
    }

    private static Set<LocalDate> except(JsonNode days) {
        Set<LocalDate> except = new LinkedHashSet<>();
        for (JsonNode day : days) {
            except.add(parsed("except", day.asText(), "days such as 2026-12-24", LocalDate::parse));
        }
        return except;
    }

    private static <T> T value(Fields fields, String field, String expected, Function<String, T> reading) {
        return parsed(field, fields.text(field).orElse(""), expected, reading);
    }

    private static <T> T parsed(String field, String text, String expected, Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (DateTimeException none) {
            throw wrong(field, text, expected);
        }
    }

    private static RefusedException wrong(String field, String text, String expected) {
        return RefusedException.badRequest(
                field + " is " + (text.isEmpty() ? "missing" : text) + "; expected " + expected + ".");
    }

    /** Adds them to an answer. */
    static void write(ObjectMapper json, ObjectNode node, Recurrence times) {
        node.put("start", times.start().toString())
                .put("for", Span.text(times.length()))
                .put("zone", times.zone().getId());
        if (!times.rule().isEmpty()) {
            node.put("repeat", times.rule());
        }
        if (!times.except().isEmpty()) {
            ArrayNode except = json.createArrayNode();
            times.except().stream().sorted().map(LocalDate::toString).forEach(except::add);
            node.set("except", except);
        }
    }
}
