package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.responder;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.incident.PublicStatus.Phase;
import io.tocsin.model.silence.Silence;
import io.tocsin.model.time.Span;
import io.tocsin.pipeline.answer.SilenceIncidents;
import io.tocsin.pipeline.incident.ActOrder;
import io.tocsin.pipeline.incident.Acted;
import io.tocsin.pipeline.incident.Acts;
import io.tocsin.pipeline.incident.HandlingJson;
import io.tocsin.pipeline.trace.IncidentPages;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** {@code /v1/incidents/{id}}: one incident whole, and what people do about it. */
final class IncidentsEndpoint {

    private static final Duration LONGEST_SILENCE = Duration.ofDays(7);

    private final IncidentPages pages;
    private final Acts acts;
    private final SilenceIncidents silencing;
    private final ObjectMapper json;

    IncidentsEndpoint(IncidentPages pages, Acts acts, SilenceIncidents silencing, ObjectMapper json) {
        this.pages = pages;
        this.acts = acts;
        this.silencing = silencing;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("showIncident", viewer(this::show));
        bind(operations, "acknowledgeIncident", asked -> new Input.Acknowledged(asked.person()));
        bind(operations, "unacknowledgeIncident", asked -> new Input.Unacknowledged(asked.person()));
        bind(operations, "escalateIncident", asked -> new Input.Hurried(asked.person()));
        bind(operations, "assignIncident", IncidentsEndpoint::assign);
        bind(operations, "stateIncident", IncidentsEndpoint::status);
        bind(operations, "resolveIncident", this::resolve);
        bind(operations, "closeIncident", asked -> new Input.Closed(asked.person()));
        bind(operations, "commentIncident", IncidentsEndpoint::comment);
        operations.answer("silenceIncident", responder(this::silence));
    }

    private record Asked(Request request, Fields fields) {

        static Asked of(Request request) {
            return new Asked(request, new Fields(request.body()));
        }

        /** Who does it, for readers: the name that they give, or whose token it is. */
        String person() {
            return fields.text("as").filter(name -> !name.isEmpty()).orElse(request.holderName());
        }
    }

    private void bind(Operations operations, String operationId, Function<Asked, Input.Act> act) {
        operations.answer(
                operationId,
                responder(
                        Endpoint.act(Acted.class, request -> act(request, act.apply(Asked.of(request))), this::acted)));
    }

    private Reply show(Request request) {
        return pages.show(request.id())
                .map(incident ->
                        Reply.json(incident).versioned(incident.path("entries").asText()))
                .orElseThrow(() -> nothing(request.id()));
    }

    private Acted act(Request request, Input.Act act) {
        return acts.act(new ActOrder(request.id(), act, request.actor(), request.expected()));
    }

    private Reply acted(Request request, Acted acted) {
        Incident incident = acted.incident().orElseThrow(() -> nothing(request.id()));
        if (acted.stale()) {
            throw EntityTag.changed("Incident " + incident.id());
        }
        if (acted.elsewhere()) {
            throw RefusedException.elsewhere("Incident " + incident.id() + " is left as it is: "
                    + acted.refused().orElseThrow() + ".");
        }
        acted.refused().ifPresent(why -> refuse(request, why));
        ObjectNode answer = answer(incident, acted.changed());
        HandlingJson.write(answer, incident.handling());
        return Reply.json(answer).versioned(String.valueOf(incident.entries()));
    }

    private ObjectNode answer(Incident incident, boolean changed) {
        return json.createObjectNode()
                .put("id", incident.id())
                .put("state", incident.status().word())
                .put("changed", changed);
    }

    private static void refuse(Request request, String why) {
        throw new RefusedException(409, "Conflict", "Incident " + request.id() + " is left as it is: " + why + ".");
    }

    private Reply silence(Request request) {
        Asked asked = Asked.of(request);
        String word = asked.fields.text("duration").orElse("1h");
        Duration length = Span.read(word)
                .filter(one -> !one.isZero() && one.compareTo(LONGEST_SILENCE) <= 0)
                .orElseThrow(
                        () -> RefusedException.badRequest(
                                "duration is " + word
                                        + "; expected a whole number and m, h or d, such as 1h, at most 7d; /v1/silences takes longer ones."));
        SilenceIncidents.Silenced silenced = silencing.silence(new SilenceIncidents.Order(
                request.id(),
                length,
                asked.person(),
                request.actor(),
                asked.fields.text("comment").orElse("")));
        Incident incident = silenced.incident().orElseThrow(() -> nothing(request.id()));
        silenced.refused().ifPresent(why -> refuse(request, why));
        Silence silence = silenced.silence().orElseThrow();
        ObjectNode answer = answer(incident, silenced.changed());
        ObjectNode made = answer.putObject("silence")
                .put("id", silence.id())
                .put("endsAt", silence.endsAt().toString())
                .put("by", silence.author());
        ScopeFields.write(made, silence.scope());
        return Reply.json(answer);
    }

    private static RefusedException nothing(String id) {
        return RefusedException.notFound(
                "No incident has the id " + id + "; it may have been removed after hub.retention.");
    }

    private static Input.Act assign(Asked asked) {
        return new Input.Assigned(asked.person(), asked.fields.text("to").filter(name -> !name.isEmpty()));
    }

    private static Input.Act status(Asked asked) {
        PublicStatus.Change change = change(asked.fields);
        if (change.equals(PublicStatus.Change.NONE)) {
            throw RefusedException.badRequest(
                    "Nothing is said; expected some of status, impact, rootCause and resolution.");
        }
        return new Input.Stated(asked.person(), change);
    }

    private Input.Act resolve(Asked asked) {
        return new Input.ResolvedBy(asked.person(), change(asked.fields), acts.reopenAfter());
    }

    private static Input.Act comment(Asked asked) {
        String text = asked.fields.text("text").orElse("");
        if (text.isEmpty()) {
            throw RefusedException.badRequest("text is missing; expected what is to be said of the incident.");
        }
        return new Input.Commented(asked.person(), text);
    }

    private static PublicStatus.Change change(Fields fields) {
        return new PublicStatus.Change(
                fields.text("status").map(IncidentsEndpoint::phase),
                fields.text("impact"),
                fields.text("rootCause"),
                fields.text("resolution"));
    }

    private static Phase phase(String word) {
        return Phase.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
