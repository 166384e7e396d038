package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.responder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.schedule.Schedule;
import io.tocsin.model.schedule.Shift;
import io.tocsin.model.schedule.ShiftCalendar;
import io.tocsin.model.token.Tokens;
import io.tocsin.pipeline.schedule.ScheduleDesk;
import io.tocsin.store.token.TokenTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Calendars of shifts by a secret link, for programs that can't show a token otherwise. A link is a token that opens this one calendar: it is
 * listed and revoked as one. Whatever does not open it is 404, as if there were nothing.
 */
final class CalendarsEndpoint {

    private static final int MONTHS_BACK = 1;
    private static final int MONTHS_AHEAD = 7;
    private static final String ENDING = ".ics";
    private static final String MEDIA_TYPE = "text/calendar; charset=utf-8";

    private final ScheduleDesk desk;
    private final Tokens tokens;
    private final TokenTable table;
    private final InstantSource clock;
    private final String url;
    private final ObjectMapper json;

    /** @param url where people reach the hub */
    CalendarsEndpoint(
            ScheduleDesk desk, Tokens tokens, TokenTable table, InstantSource clock, String url, ObjectMapper json) {
        this.desk = desk;
        this.tokens = tokens;
        this.table = table;
        this.clock = clock;
        this.url = url;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("linkScheduleCalendar", responder(this::linkToSchedule));
        operations.answer("linkPersonCalendar", responder(this::linkToPerson));
        operations.answer("showCalendar", this::show);
    }

    private Reply linkToSchedule(Request request) {
        return link(
                "schedule", OnCallEndpoint.find(desk, request.path("schedule")).name(), request);
    }

    private Reply linkToPerson(Request request) {
        String name = request.path("name");
        if (desk.recipients().person(name).isEmpty()) {
            throw RefusedException.notFound(OnCallEndpoint.nobody(desk, name));
        }
        return link("person", name, request);
    }

    private Reply link(String of, String name, Request request) {
        TokenTable.Issued issued = table.issue(scope(of, name), request.actor());
        return Reply.json(
                201,
                json.createObjectNode()
                        .put("id", issued.id())
                        .put("url", url + "/v1/calendars/" + of + "/" + name + "/" + issued.token() + ENDING));
    }

    private Reply show(Request request) {
        String of = request.path("of");
        String name = request.path("name");
        String token = request.path("token");
        boolean isOpen = tokens.opens(
                scope(of, name), token.endsWith(ENDING) ? token.substring(0, token.length() - ENDING.length()) : token);
        Optional<String> calendar = isOpen ? calendar(of, name) : Optional.empty();
        return calendar.map(text -> new Reply(200, MEDIA_TYPE, text.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow(() -> RefusedException.notFound("There is no such calendar, or the link was revoked."));
    }

    private Optional<String> calendar(String of, String name) {
        Instant now = clock.instant();
        if (of.equals("schedule")) {
            return desk.recipients().schedule(name).map(schedule -> add(
                            new ShiftCalendar("On call: " + name, now), schedule, any -> true, now)
                    .text());
        }
        if (desk.recipients().person(name).isEmpty()) {
            return Optional.empty();
        }
        ShiftCalendar all = new ShiftCalendar("On call: " + name, now);
        desk.recipients()
                .schedules()
                .forEach(schedule -> add(all, schedule, shift -> shift.people().contains(name), now));
        return Optional.of(all.text());
    }

    private static ShiftCalendar add(ShiftCalendar calendar, Schedule schedule, Predicate<Shift> wanted, Instant now) {
        return calendar.add(schedule, month(now, -MONTHS_BACK), month(now, MONTHS_AHEAD), wanted);
    }

    /** The first of a month: what is cut off at the end is the same event for a month. */
    private static Instant month(Instant now, int more) {
        return now.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .plusMonths(more)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static String scope(String of, String name) {
        return ":calendar/" + of + "/" + name;
    }
}
