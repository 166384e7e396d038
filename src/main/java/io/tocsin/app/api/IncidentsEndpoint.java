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
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code /v1/incidents/{id}}: one incident whole, and what people do about it. */
final class IncidentsEndpoint {

    /** Longest texts: of a name, of a field of the public status, of a comment. */
    private static final int NAME = 100;

    private static final int STATUS_TEXT = 5_000;
    private static final int COMMENT = 10_000;

    private static final int DURATION = 100;
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

    void mountOn(Desk desk) {
        desk.at("/v1/incidents/:id", Map.of("GET", viewer(this::show)));
        at(desk, "acknowledge", request -> new Input.Acknowledged(person(fields(request))));
        at(desk, "unacknowledge", request -> new Input.Unacknowledged(person(fields(request))));
        at(desk, "escalate", request -> new Input.Hurried(person(fields(request))));
        at(desk, "assign", this::assign);
        at(desk, "status", this::status);
        at(desk, "resolve", this::resolve);
        at(desk, "close", request -> new Input.Closed(person(fields(request))));
        at(desk, "comments", this::comment);
        desk.at("/v1/incidents/:id/silence", Map.of("POST", responder(this::silence)));
    }

    private record Asked(Request request, Fields fields) {}

    private void at(Desk desk, String verb, Function<Request, Input.Act> act) {
        desk.at("/v1/incidents/:id/" + verb, Map.of("POST", responder(request -> act(request, act.apply(request)))));
    }

    private Reply show(Request request) {
        return pages.show(request.id()).map(Reply::json).orElseThrow(() -> nothing(request.id()));
    }

    private Reply act(Request request, Input.Act act) {
        Acted acted = acts.act(new ActOrder(request.id(), act, request.actor()));
        Incident incident = acted.incident().orElseThrow(() -> nothing(request.id()));
        acted.refused().ifPresent(why -> refuse(request, why));
        ObjectNode answer = answer(incident, acted.changed());
        HandlingJson.write(answer, incident.handling());
        return Reply.json(answer);
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
        Asked asked = fields(request, "duration", "comment");
        String word = asked.fields.text("duration", DURATION).orElse("1h");
        Duration length = Span.read(word)
                .filter(one -> !one.isZero() && one.compareTo(LONGEST_SILENCE) <= 0)
                .orElseThrow(
                        () -> RefusedException.badRequest(
                                "duration is " + word
                                        + "; expected a whole number and m, h or d, such as 1h, at most 7d; /v1/silences takes longer ones."));
        SilenceIncidents.Silenced silenced = silencing.silence(new SilenceIncidents.Order(
                request.id(),
                length,
                person(asked),
                request.actor(),
                asked.fields.text("comment", ScopeFields.MAX_COMMENT).orElse("")));
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

    private Input.Act assign(Request request) {
        Asked asked = fields(request, "to");
        if (!request.body().has("to")) {
            throw RefusedException.badRequest("to is missing; expected the name of whose it is, or null for nobody.");
        }
        return new Input.Assigned(person(asked), asked.fields.text("to", NAME).filter(name -> !name.isEmpty()));
    }

    private Input.Act status(Request request) {
        Asked asked = fields(request, "status", "impact", "rootCause", "resolution");
        PublicStatus.Change change = change(asked.fields);
        if (change.equals(PublicStatus.Change.NONE)) {
            throw RefusedException.badRequest(
                    "Nothing is said; expected some of status, impact, rootCause and resolution.");
        }
        return new Input.Stated(person(asked), change);
    }

    private Input.Act resolve(Request request) {
        Asked asked = fields(request, "impact", "rootCause", "resolution");
        return new Input.ResolvedBy(person(asked), change(asked.fields), acts.reopenAfter());
    }

    private Input.Act comment(Request request) {
        Asked asked = fields(request, "text");
        String text = asked.fields.text("text", COMMENT).orElse("");
        if (text.isEmpty()) {
            throw RefusedException.badRequest("text is missing; expected what is to be said of the incident.");
        }
        return new Input.Commented(person(asked), text);
    }

    private static PublicStatus.Change change(Fields fields) {
        return new PublicStatus.Change(
                fields.text("status", NAME).map(IncidentsEndpoint::phase),
                fields.text("impact", STATUS_TEXT),
                fields.text("rootCause", STATUS_TEXT),
                fields.text("resolution", STATUS_TEXT));
    }

    private static Phase phase(String word) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElseThrow(() -> RefusedException.badRequest("status is " + word + "; expected one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Phase.values()).map(Phase::word).toList())
                        + "."));
    }

    private static Asked fields(Request request, String... names) {
        Set<String> known = new TreeSet<>(Set.of(names));
        known.add("as");
        return new Asked(request, Fields.of(request.body(), known));
    }

    /** Who does it, for readers: the name that they give, or whose token it is. */
    private static String person(Asked asked) {
        return asked.fields.text("as", NAME).filter(name -> !name.isEmpty()).orElse(asked.request.holderName());
    }
}
