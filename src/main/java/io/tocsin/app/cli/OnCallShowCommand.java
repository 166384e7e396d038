package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub oncall show}. */
@Command(
        name = "show",
        description =
                "Show who is on call, until when, and who is next: a list of a week's shifts, or a picture of it.",
        mixinStandardHelpOptions = true,
        footer = {"./hub oncall show primary", "./hub oncall show primary --week"})
final class OnCallShowCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "SCHEDULE", description = "Its name; without it all schedules.")
    private String name;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            defaultValue = "",
            description = "When, such as 2026-01-31T08:00:00Z; without it now.")
    private String at;

    @Option(names = "--week", description = "Draw the seven days that begin with that day.")
    private boolean week;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        HubClient client = hub.client();
        ObjectNode all = client.json().createObjectNode();
        ArrayNode schedules = all.putArray("schedules");
        if (name == null) {
            client.get("/v1/on-call" + HubClient.query(Map.of("at", at)))
                    .path("schedules")
                    .forEach(one -> schedules.add(whole(client, one)));
        } else {
            schedules.add(whole(
                    client, client.get("/v1/on-call/" + HubClient.encode(name) + HubClient.query(Map.of("at", at)))));
        }
        hub.print(name == null ? all : schedules.get(0), out -> {
            schedules.forEach(schedule -> print(schedule, out));
            if (schedules.isEmpty()) {
                out.println("No schedules; see docs/on-call.md");
            }
        });
        return 0;
    }

    /** With the shifts of the week that is asked for. */
    private JsonNode whole(HubClient client, JsonNode schedule) {
        Instant at = Instant.parse(schedule.path("at").asText());
        ZoneId zone = ZoneId.of(schedule.path("zone").asText());
        Map<String, String> query = new LinkedHashMap<>();
        query.put("at", at.toString());
        if (week) {
            WeekPicture picture = new WeekPicture(at, zone);
            query.put("from", picture.begin().toString());
            query.put("until", picture.end().toString());
        } else if (name != null) {
            return schedule;
        }
        return client.get(
                "/v1/on-call/" + HubClient.encode(schedule.path("schedule").asText()) + HubClient.query(query));
    }

    private void print(JsonNode schedule, PrintWriter out) {
        ZoneId zone = ZoneId.of(schedule.path("zone").asText());
        Instant time = Instant.parse(schedule.path("at").asText());
        out.println(OnCallText.headline(schedule, zone, time));
        if (schedule.has("calendar")) {
            OnCallText.calendar(schedule.path("calendar"), zone).forEach(out::println);
        }
        if (week) {
            new WeekPicture(time, zone).print(schedule.path("shifts"), out);
        } else {
            Table table = new Table("FROM", "UNTIL", "ON CALL", "THROUGH");
            schedule.path("shifts")
                    .forEach(shift -> table.row(
                            OnCallText.clock(shift.path("from").asText(), zone),
                            OnCallText.clock(shift.path("until").asText(), zone),
                            OnCallText.people(shift.path("people")),
                            shift.path("through").asText()));
            table.print(out);
        }
        out.println();
    }
}
