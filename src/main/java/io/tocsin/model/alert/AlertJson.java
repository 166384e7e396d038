package io.tocsin.model.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The alert as JSON: what patterns match, what messages are rendered from, and what the store keeps. {@link #read} gives
 * back exactly what {@link #write} was given, but for the episode, which only its decision needs. What a mapping produces, which may leave things out, is read by {@link
 * AlertReader}.
 */
public final class AlertJson {
    private AlertJson() {}

    /** All fields; those that are empty ({@code value}, {@code endsAt}, {@code toldAt}, {@code resolveAfter}, {@code staleAfter}, and {@code
     * identity} where the fingerprint is unique in the whole world) are left out. */
    public static ObjectNode write(Alert alert) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("fingerprint", alert.fingerprint());
        json.put("status", alert.status().word());
        json.put("severity", alert.severity().word());
        json.put("title", alert.title());
        json.put("description", alert.description());
        json.put("source", alert.source());
        json.put("origin", alert.origin());
        if (!alert.identity().isEmpty()) {
            json.put("identity", alert.identity());
        }
        new TreeMap<>(alert.labels()).forEach(json.putObject("labels")::put);
        new TreeMap<>(alert.annotations()).forEach(json.putObject("annotations")::put);
        var links = json.putArray("links");
        alert.links().forEach(link -> links.addObject().put("text", link.text()).put("href", link.href()));
        alert.value().ifPresent(value -> json.put("value", value));
        alert.threshold().ifPresent(threshold -> json.put("threshold", threshold));
        json.put("startsAt", alert.startsAt().toString());
        alert.endsAt().ifPresent(end -> json.put("endsAt", end.toString()));
        alert.toldAt().ifPresent(told -> json.put("toldAt", told.toString()));
        alert.resolveAfter().ifPresent(after -> json.put("resolveAfter", Math.toIntExact(after.toSeconds())));
        alert.staleAfter().ifPresent(after -> json.put("staleAfter", Math.toIntExact(after.toSeconds())));
        return json;
    }

    /**
     * Reads what {@link #write} wrote. An alert that was stored before there was an {@code origin} has its source for one.
     *
     * @throws InvalidAlertException if a field is missing or is not of its type
     */
    public static Alert read(JsonNode json) {
        List<Link> links = new ArrayList<>();
        json.path("links").forEach(link -> links.add(new Link(needed(link, "text"), needed(link, "href"))));
        return new Alert(
                needed(json, "fingerprint"),
                word(json, "status", AlertStatus::ofWord),
                word(json, "severity", Severity::ofWord),
                needed(json, "title"),
                needed(json, "description"),
                needed(json, "source"),
                strings(json, "labels"),
                strings(json, "annotations"),
                links,
                optional(json, "value"),
                optional(json, "threshold"),
                instant("startsAt", needed(json, "startsAt")),
                optional(json, "endsAt").map(end -> instant("endsAt", end)),
                optional(json, "toldAt").map(told -> instant("toldAt", told)),
                seconds(json, "resolveAfter"),
                seconds(json, "staleAfter"),
                optional(json, "origin").orElse(needed(json, "source")),
                optional(json, "identity").orElse(AlertKey.GLOBAL),
                Episode.NONE);
    }

    private static String needed(JsonNode json, String field) {
        return optional(json, field).orElseThrow(() -> new InvalidAlertException(field, "missing, expected a string"));
    }

    private static Optional<String> optional(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new InvalidAlertException(field, "found " + value + ", expected a string");
        }
        return Optional.of(value.textValue());
    }

    private static <T> T word(JsonNode json, String field, Function<String, Optional<T>> table) {
        String found = needed(json, field);
        return table.apply(found)
                .orElseThrow(() -> new InvalidAlertException(field, "found " + found + ", expected one of its words"));
    }

    private static Optional<Duration> seconds(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            throw new InvalidAlertException(field, "found " + value + ", expected whole seconds");
        }
        return Optional.of(Duration.ofSeconds(value.longValue()));
    }

    private static Map<String, String> strings(JsonNode json, String field) {
        Map<String, String> strings = new HashMap<>();
        JsonNode object = json.path(field);
        object.fieldNames().forEachRemaining(name -> strings.put(name, needed(object, name)));
        return strings;
    }

    private static Instant instant(String field, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notAnInstant) {
            throw new InvalidAlertException(
                    field, "found " + text + ", expected an instant such as 2026-08-20T10:00:00Z");
        }
    }
}
