package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.NearestWord;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.Shift;
import io.tocsin.pipeline.schedule.ScheduleDesk;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code /v1/on-call}: who is on call, and until when. */
final class OnCallEndpoint {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final ScheduleDesk desk;
    private final InstantSource clock;
    private final ObjectMapper json;

    OnCallEndpoint(ScheduleDesk desk, InstantSource clock, ObjectMapper json) {
        this.desk = desk;
        this.clock = clock;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listOnCall", viewer(this::list));
        operations.answer("showOnCall", viewer(this::show));
    }

    private Reply list(Request request) {
        Instant at = request.time("at").orElseGet(this::now);
        ObjectNode answer = json.createObjectNode().put("at", at.toString());
        ArrayNode schedules = answer.putArray("schedules");
        desk.recipients().schedules().forEach(schedule -> schedules.add(onCall(schedule, at)));
        return Reply.json(answer);
    }

    /** The same of one, with its shifts of a week, or from one time to another. */
    private Reply show(Request request) {
        Schedule schedule = find(desk, request.path("schedule"));
        Instant at = request.time("at").orElseGet(this::now);
        Instant from = request.time("from").orElse(at);
        Instant until = request.time("until").orElse(from.plus(WEEK));
        if (!until.isAfter(from) || Duration.between(from, until).compareTo(LONGEST) > 0) {
            throw RefusedException.badRequest("until is " + until + " and from " + from
                    + "; expected an until after from, by " + LONGEST.toDays() + " days at most.");
        }
        ObjectNode answer = onCall(schedule, at);
        ArrayNode shifts = answer.putArray("shifts");
        schedule.shifts(from, until).forEach(shift -> shifts.add(shift(shift)));
        return Reply.json(answer);
    }

    /** @throws RefusedException with the nearest name, where there is none of that name */
    static Schedule find(ScheduleDesk desk, String name) {
        List<String> known =
                desk.recipients().schedules().stream().map(Schedule::name).toList();
        return desk.recipients()
                .schedule(name)
                .orElseThrow(() -> RefusedException.notFound("No schedule is called " + name + "; "
                        + NearestWord.of(name, known)
                                .map(word -> "did you mean " + word + "?")
                                .orElse(
                                        known.isEmpty()
                                                ? "there is none yet, see docs/on-call.md."
                                                : "there are " + String.join(", ", known) + ".")));
    }

    /** That there is nobody of that name, with the nearest one. */
    static String nobody(ScheduleDesk desk, String name) {
        return "No person is called " + name + "; "
                + NearestWord.of(name, desk.recipients().names())
                        .map(word -> "did you mean " + word + "?")
                        .orElse("expected a name of recipients.yaml.");
    }

    private ObjectNode onCall(Schedule schedule, Instant at) {
        ObjectNode node = json.createObjectNode()
                .put("schedule", schedule.name())
                .put("description", schedule.description())
                .put("zone", schedule.zone().getId())
                .put("at", at.toString());
        node.set("people", names(schedule.people(at)));
        node.put("through", schedule.through(at));
        schedule.until(at).ifPresent(until -> {
            node.put("until", until.toString());
            node.set("next", names(schedule.people(until)));
        });
        desk.calendar(schedule).ifPresent(state -> {
            ObjectNode calendar = node.putObject("calendar");
            state.readAt().ifPresent(read -> calendar.put("readAt", read.toString()));
            state.troubles().forEach(calendar.putArray("troubles")::add);
        });
        return node;
    }

    private ObjectNode shift(Shift shift) {
        ObjectNode node = json.createObjectNode()
                .put("from", shift.from().toString())
                .put("until", shift.until().toString());
        node.set("people", names(shift.people()));
        return node.put("through", shift.through());
    }

    private JsonNode names(List<String> people) {
        ArrayNode names = json.createArrayNode();
        people.forEach(names::add);
        return names;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
