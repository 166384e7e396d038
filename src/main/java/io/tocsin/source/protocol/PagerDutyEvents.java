package io.tocsin.source.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.Sha256;
import io.tocsin.model.alert.Blank;
import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.net.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code POST /v2/enqueue} as PagerDuty takes it (https://developer.pagerduty.com/docs/events-api-v2/overview/): whatever
 * can post there can post here. The event is stored as it came, but for the routing key, which is a secret, and with the
 * {@code dedup_key} that its sender is told if it brought none.
 */
public final class PagerDutyEvents implements Protocol {
    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
    private static final int MAX_KEY = 255;
    private static final int NEW_KEY = 32;
    private static final String HIDDEN = "***";

    private final StrictJson json = new StrictJson();

    @Override
    public Heard hear(Arrival arrival) {
        ObjectNode event;
        try {
            event = json.object(arrival.body());
        } catch (UnreadableException unreadable) {
            return refused(unreadable.refusal().detail());
        }
        List<String> errors = errors(event);
        if (!errors.isEmpty()) {
            return refused(String.join("; ", errors));
        }
        Optional<String> externalId = arrival.givenId();
        Optional<String> given = text(event, "dedup_key");
        String key = given.orElseGet(() -> newKey(arrival.source(), externalId));
        event.put("dedup_key", key).put("routing_key", HIDDEN).put("dedup_key_is_new", given.isEmpty());
        EventDraft draft = new EventDraft(
                arrival.source(),
                externalId,
                "application/json",
                event.toString().getBytes(StandardCharsets.UTF_8),
                arrival.attributes());
        return new Heard.Events(List.of(draft), accepted -> accepted(accepted.get(0), key));
    }

    private static Answer accepted(Accepted accepted, String key) {
        return accepted.status() == Accepted.Status.CONFLICT
                ? invalid("'Idempotency-Key' was used before with another body; send a changed event under a new one")
                : Answer.json(202, answer("success", "Event processed").put("dedup_key", key));
    }

    /** The same for the same id, so that an event that is sent again is the same event and is told the same key. */
    private static String newKey(String source, Optional<String> externalId) {
        return externalId
                .map(id -> Sha256.hex((source + " " + id).getBytes(StandardCharsets.UTF_8))
                        .substring(0, NEW_KEY))
                .orElseGet(() -> UUID.randomUUID().toString().replace("-", ""));
    }

    /** In PagerDuty's form; a key that is not known is an invalid event to it, with 400 like every other. */
    @Override
    public Answer refuse(Problem problem) {
        return switch (problem.status()) {
            case 401 -> invalid("'routing_key' is missing or not known");
            case 400 -> invalid(problem.detail());
            case 429 ->
                Answer.json(
                        429,
                        answer(
                                "throttle exceeded",
                                "Requests for this service are arriving too quickly. Retry later."));
            default -> Answer.json(problem.status(), answer("error", problem.detail()));
        };
    }

    private static List<String> errors(ObjectNode event) {
        List<String> errors = new ArrayList<>();
        String action = text(event, "event_action").orElse("");
        if (!ACTIONS.contains(action)) {
            errors.add("'event_action' must be one of trigger, acknowledge, resolve");
        }
        Optional<String> key = text(event, "dedup_key");
        if (key.isPresent() && key.get().length() > MAX_KEY) {
            errors.add("'dedup_key' must have at most " + MAX_KEY + " characters");
        }
        if (key.isEmpty() && !action.equals("trigger")) {
            errors.add("'dedup_key' is missing or blank");
        }
        if (action.equals("trigger")) {
            JsonNode payload = event.path("payload");
            for (String field : List.of("summary", "source", "severity")) {
                if (text(payload, field).isEmpty()) {
                    errors.add("'payload." + field + "' is missing or blank");
                }
            }
            if (text(payload, "severity").filter(SEVERITIES::contains).isEmpty()) {
                errors.add("'payload.severity' must be one of critical, error, warning, info");
            }
        }
        return errors;
    }

    /** A number counts as the text that it is written as: many clients send {@code "dedup_key": 12345}. */
    private static Optional<String> text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        boolean said = (value.isTextual() || value.isNumber()) && !Blank.is(value);
        return said ? Optional.of(value.asText()) : Optional.empty();
    }

    private static Heard refused(String error) {
        return new Heard.Refused(Problem.of(400, "Bad request", error));
    }

    private static Answer invalid(String error) {
        ObjectNode answer = answer("invalid event", "Event object is invalid");
        answer.putArray("errors").add(error);
        return Answer.json(400, answer);
    }

    private static ObjectNode answer(String status, String message) {
        return JsonNodeFactory.instance.objectNode().put("status", status).put("message", message);
    }
}
