package io.tocsin.source.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import io.tocsin.net.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code POST /v2/alerts} and what follows it as Opsgenie's Alert API takes them (https://docs.opsgenie.com/docs/alert-api): a
 * sender changes its URL. That an alert begins or is closed is an event, stored as it came. Acknowledgements and notes are what
 * people do about its incident.
 *
 * <p>Opsgenie's id of an alert is made of its alias, so that both lead to the same alert without a look into the store.
 */
public final class OpsgenieAlerts implements Protocol {
    private static final int LONGEST_USER = 100;
    private static final int LONGEST_NOTE = 10_000;
    private static final Set<String> PRIORITIES = Set.of("P1", "P2", "P3", "P4", "P5");
    private static final int MAX_ALIAS = 512;
    private static final String IDENTIFIER = "identifier";
    private static final String ACTION = "action";
    private static final String TYPE = "identifierType";

    /** What a request by another kind of identifier is told. */
    public static final String NO_IDENTIFIER_TYPE = "identifierType: expected id or alias; there are no tiny ids here.";

    private final StrictJson json = new StrictJson();
    private final OpsgenieDesk desk;

    /** @param desk acknowledges and notes */
    public OpsgenieAlerts(OpsgenieDesk desk) {
        this.desk = desk;
    }

    /** Opsgenie's id of the alert with this alias. */
    public static String idOf(String alias) {
        return UUID.nameUUIDFromBytes(("opsgenie " + alias).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Whether alerts can be named in that way; in lower case. */
    public static boolean isIdentifierType(String type) {
        return type.equals("id") || type.equals("alias");
    }

    /** How the fingerprint of the alert with this id begins and ends. */
    public static String fingerprint(String alertId) {
        return "opsgenie:" + alertId;
    }

    /** An answer as Opsgenie gives them. */
    public static ObjectNode answer(String requestId) {
        return JsonNodeFactory.instance.objectNode().put("took", 0.001).put("requestId", requestId);
    }

    @Override
    public Set<String> parameters() {
        return Set.of(IDENTIFIER, ACTION, TYPE);
    }

    @Override
    public Heard hear(Arrival arrival) {
        ObjectNode body;
        try {
            body = arrival.body().length == 0 ? JsonNodeFactory.instance.objectNode() : json.object(arrival.body());
        } catch (UnreadableException unreadable) {
            return refused(
                    400,
                    "Could not parse the request body: " + unreadable.refusal().detail());
        }
        String action = arrival.attributes().getOrDefault(ACTION, "create");
        return action.equals("create") ? create(arrival, body) : follow(arrival, action, body);
    }

    private static Heard create(Arrival arrival, ObjectNode body) {
        List<String> errors = new ArrayList<>();
        if (text(body, "message").isEmpty()) {
            errors.add("message: Message can not be empty.");
        }
        Optional<String> given = text(body, "alias");
        if (given.filter(alias -> alias.length() > MAX_ALIAS).isPresent()) {
            errors.add("alias: expected " + MAX_ALIAS + " characters at most.");
        }
        Optional<String> priority = text(body, "priority");
        if (priority.filter(word -> !PRIORITIES.contains(word)).isPresent()) {
            errors.add("priority: should be one of P1, P2, P3, P4, P5.");
        }
        if (!errors.isEmpty()) {
            return refused(422, String.join("\n", errors));
        }
        String alias = given.or(() -> arrival.givenId().map(OpsgenieAlerts::idOf))
                .orElseGet(() -> UUID.randomUUID().toString());
        ObjectNode event =
                event("create", idOf(alias), body).put("alias", alias).put("aliasIsNew", given.isEmpty());
        return new Heard.Events(List.of(draft(arrival, event)), OpsgenieAlerts::accepted);
    }

    private Heard follow(Arrival arrival, String action, ObjectNode body) {
        String identifier = arrival.attributes().getOrDefault(IDENTIFIER, "");
        String type = arrival.attributes().getOrDefault(TYPE, "id").toLowerCase(Locale.ROOT);
        if (!isIdentifierType(type)) {
            return refused(422, NO_IDENTIFIER_TYPE);
        }
        String alias = type.equals("alias") ? identifier : "";
        String id = type.equals("alias") ? idOf(identifier) : identifier;
        String note = text(body, "note").orElse("");
        return switch (action) {
            case "close" ->
                new Heard.Events(
                        List.of(draft(arrival, event("close", id, body).put("alias", alias))),
                        OpsgenieAlerts::accepted);
            case "acknowledge" -> ask(OpsgenieDesk.Kind.ACKNOWLEDGE, id, alias, arrival, body, note);
            case "unacknowledge" -> ask(OpsgenieDesk.Kind.UNACKNOWLEDGE, id, alias, arrival, body, note);
            case "notes" ->
                note.isEmpty()
                        ? refused(422, "note: Note can not be empty.")
                        : ask(OpsgenieDesk.Kind.NOTE, id, alias, arrival, body, note);
            default ->
                refused(404, "There is no " + action + " here; expected close, acknowledge, unacknowledge or notes.");
        };
    }

    private Heard ask(OpsgenieDesk.Kind kind, String id, String alias, Arrival arrival, ObjectNode body, String note) {
        String user = text(body, "user").or(() -> text(body, "source")).orElse("");
        return new Heard.Aside(desk.ask(new OpsgenieDesk.Asked(
                        kind, id, alias, arrival.source(), bounded(user, LONGEST_USER), bounded(note, LONGEST_NOTE)))
                .handle((requestId, failure) -> failure == null
                        ? processed(requestId)
                        : problem(503, "The hub can't do it now; nothing was done.")));
    }

    private static ObjectNode event(String action, String id, ObjectNode body) {
        ObjectNode event =
                JsonNodeFactory.instance.objectNode().put("opsgenie", action).put("alertId", id);
        event.set("alert", body);
        return event;
    }

    private static EventDraft draft(Arrival arrival, ObjectNode event) {
        return new EventDraft(
                arrival.source(),
                arrival.givenId(),
                "application/json",
                event.toString().getBytes(StandardCharsets.UTF_8),
                arrival.attributes());
    }

    private static Answer accepted(List<Accepted> accepted) {
        return accepted.get(0).status() == Accepted.Status.CONFLICT
                ? problem(
                        422,
                        "Idempotency-Key was used before with another body; send a changed request under a new one.")
                : processed(accepted.get(0).id());
    }

    private static Answer processed(String requestId) {
        return Answer.json(202, answer(requestId).put("result", "Request will be processed"));
    }

    /** As Opsgenie refuses: its message, and the reasons where it was the body. */
    @Override
    public Answer refuse(Problem problem) {
        return switch (problem.status()) {
            case 401 -> problem(401, "Could not authenticate: the GenieKey is not a token of this source.");
            case 422 -> Answer.json(422, notProcessable(problem.detail()));
            default -> problem(problem.status(), problem.detail().isEmpty() ? problem.title() : problem.detail());
        };
    }

    /** @param errors a line each: the field, a colon, and what is wrong with it */
    public static ObjectNode notProcessable(String errors) {
        ObjectNode body = answer(UUID.randomUUID().toString())
                .put("message", "Request body is not processable. Please check the errors.");
        ObjectNode fields = body.putObject("errors");
        for (String error : errors.split("\n")) {
            int colon = error.indexOf(": ");
            fields.put(colon < 0 ? "request" : error.substring(0, colon), error.substring(colon < 0 ? 0 : colon + 2));
        }
        return body;
    }

    private static Answer problem(int status, String message) {
        return Answer.json(status, answer(UUID.randomUUID().toString()).put("message", message));
    }

    private static Optional<String> text(ObjectNode body, String field) {
        JsonNode value = body.path(field);
        return (value.isTextual() || value.isNumber()) && !value.asText().isBlank()
                ? Optional.of(value.asText().strip())
                : Optional.empty();
    }

    /** What is kept with an incident, and shown with it: as Opsgenie does, what is longer is cut. */
    private static String bounded(String text, int most) {
        String clean = text.replace("\u0000", "");
        return clean.length() > most ? clean.substring(0, most - 1) + "…" : clean;
    }

    private static Heard refused(int status, String detail) {
        return new Heard.Refused(Problem.of(status, "Not processable", detail));
    }
}
