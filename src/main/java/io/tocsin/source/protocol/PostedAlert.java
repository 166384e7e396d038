package io.tocsin.source.protocol;

import static io.tocsin.model.alert.AlertReader.LONGEST_SILENCE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Sha256;
import io.tocsin.model.alert.LabelSet;
import io.tocsin.model.heartbeat.Heartbeat;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One alert as it is posted to the Alertmanager API, and what it says: its labels are its identity, an end that has come
 * says that it is over, an end to come or a timeout says until when it goes on without being repeated, for a week at most.
 *
 * @param fingerprint of its labels
 * @param heartbeat what it says, as a digest without its times but for its begin
 * @param event what is stored of it: the alert as posted, with {@code fingerprint}, {@code status} and, while it is
 *     firing, {@code resolveAfter} in seconds in place of an end that each repetition moves
 */
record PostedAlert(String fingerprint, Heartbeat heartbeat, ObjectNode event) {
    /** Prometheus goes on telling for 15 minutes that an alert is over (its resolvedRetention). */
    private static final Duration RESOLVED_REPEATS = Duration.ofMinutes(20);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Why an alert can't be one. */
    static final class Invalid extends Exception {
        Invalid(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * @param json as posted
     * @param timeout how long it goes on if it says no end
     * @param now when it was posted
     * @throws Invalid if it has no labels, or one of its times is none
     */
    static PostedAlert read(JsonNode json, Duration timeout, Instant now) throws Invalid {
        Map<String, String> labels = labels(json);
        Optional<Instant> end = time(json, "endsAt");
        boolean firing = end.map(at -> at.isAfter(now)).orElse(true);
        Instant until =
                firing ? earlier(end.orElse(now.plus(timeout)), now.plus(LONGEST_SILENCE)) : now.plus(RESOLVED_REPEATS);
        String fingerprint = LabelSet.fingerprint(labels);
        Optional<Instant> begin = time(json, "startsAt");

        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("fingerprint", fingerprint).put("status", firing ? "firing" : "resolved");
        event.set("labels", json.path("labels"));
        event.set("annotations", json.path("annotations").isObject() ? json.path("annotations") : event.objectNode());
        Optional.ofNullable(json.path("generatorURL").textValue()).ifPresent(url -> event.put("generatorURL", url));
        begin.ifPresent(at -> event.put("startsAt", at.toString()));
        if (!firing) {
            event.put("endsAt", end.orElseThrow().toString());
        }
        String content = Sha256.hex(event.toString().getBytes(StandardCharsets.UTF_8));
        if (firing) {
            Duration left = Duration.between(now, until);
            event.put("resolveAfter", (left.compareTo(SHORTEST) < 0 ? SHORTEST : left).toSeconds());
        }
        return new PostedAlert(fingerprint, new Heartbeat(content, firing, begin, until), event);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Map<String, String> labels(JsonNode json) throws Invalid {
        JsonNode object = json.path("labels");
        if (!object.isObject()) {
            throw new Invalid(json.isObject() ? "labels: missing, expected an object of strings" : "it is no object");
        }
        Map<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label : object.properties()) {
            if (!label.getValue().isTextual()) {
                throw new Invalid(
                        "labels: " + label.getKey() + " is " + label.getValue().getNodeType() + ", expected a string");
            }
            // To Prometheus an empty label is none.
            if (!label.getValue().textValue().isEmpty()) {
                labels.put(label.getKey(), label.getValue().textValue());
            }
        }
        if (labels.isEmpty()) {
            throw new Invalid("labels: none, expected at least one");
        }
        return labels;
    }

    /** Year 1 is what Go writes for no time at all. */
    private static Optional<Instant> time(JsonNode json, String field) throws Invalid {
        String text = json.path(field).asText("");
        if (text.isEmpty() || text.startsWith("0001-01-01")) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noTime) {
            throw new Invalid(field + ": no time as RFC 3339 writes it, such as 2026-08-20T10:00:00Z");
        }
    }
}
