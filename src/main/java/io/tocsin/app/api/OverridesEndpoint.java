package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.responder;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.ScheduleOverride;
import io.tocsin.pipeline.schedule.OverrideAnswer;
import io.tocsin.pipeline.schedule.OverrideOrder;
import io.tocsin.pipeline.schedule.ScheduleDesk;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** {@code /v1/on-call/{schedule}/overrides}: who is on call instead. */
final class OverridesEndpoint {

    private final ScheduleDesk desk;
    private final InstantSource clock;
    private final ObjectMapper json;

    OverridesEndpoint(ScheduleDesk desk, InstantSource clock, ObjectMapper json) {
        this.desk = desk;
        this.clock = clock;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listOverrides", viewer(this::list));
        operations.answer("addOverride", responder(this::add));
        operations.answer("endOverride", responder(this::end));
    }

    /** Those that are not over, the files' first, which nobody can end here. */
    private Reply list(Request request) {
        Schedule schedule = OnCallEndpoint.find(desk, request.path("schedule"));
        Instant now = clock.instant();
        ObjectNode answer = json.createObjectNode().put("schedule", schedule.name());
        ArrayNode list = answer.putArray("overrides");
        schedule.overrides().stream()
                .filter(override -> override.until().isAfter(now))
                .forEach(override -> list.add(override(override, now)));
        return Reply.json(answer);
    }

    private Reply add(Request request) {
        Schedule schedule = OnCallEndpoint.find(desk, request.path("schedule"));
        Fields fields = new Fields(request.body());
        Instant now = clock.instant();
        Instant from = fields.time("from").filter(time -> time.isAfter(now)).orElse(now);
        OverrideOrder.Add add = new OverrideOrder.Add(
                from,
                fields.until("until", from),
                people(request.body().path("people")),
                ScopeFields.author(fields, request.holderName()),
                fields.text("comment").orElse(""));
        return Reply.json(
                201, override(take(new OverrideOrder(request.actor(), schedule.name(), add)), clock.instant()));
    }

    private Reply end(Request request) {
        OverrideOrder.End end = new OverrideOrder.End(request.path("override"), ScopeFields.reason(request));
        ScheduleOverride ended = take(new OverrideOrder(request.actor(), request.path("schedule"), end));
        return Reply.json(json.createObjectNode().put("id", ended.id()).put("ended", true));
    }

    private ScheduleOverride take(OverrideOrder order) {
        OverrideAnswer answer = desk.take(order);
        answer.refused().ifPresent(why -> {
            throw switch (why) {
                case NOT_FOUND ->
                    RefusedException.notFound("No override of " + order.schedule()
                            + " that is not over has this id; one of the file is ended in the file.");
                case ENDS_TOO_SOON ->
                    RefusedException.badRequest(
                            "The override would end before it begins, or is past; expected an until after now and after"
                                    + " from.");
                case TOO_MANY ->
                    new RefusedException(
                            409, "Conflict", "The schedule has too many overrides that are not over; end some first.");
            };
        });
        return answer.done().orElseThrow();
    }

    private List<String> people(JsonNode list) {
        List<String> people = new ArrayList<>();
        list.forEach(name -> people.add(name.asText()));
        for (String name : people) {
            if (desk.recipients().person(name).isEmpty()) {
                throw RefusedException.badRequest(OnCallEndpoint.nobody(desk, name));
            }
        }
        return people.stream().distinct().toList();
    }

    private ObjectNode override(ScheduleOverride override, Instant now) {
        ObjectNode node = json.createObjectNode()
                .put("id", override.id())
                .put("state", override.isAt(now) ? "active" : "pending")
                .put("from", override.from().toString())
                .put("until", override.until().toString());
        override.people().forEach(node.withArray("people")::add);
        return node.put("author", override.author()).put("comment", override.comment());
    }
}
