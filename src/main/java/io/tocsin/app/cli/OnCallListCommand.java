package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub oncall list}. */
@Command(
        name = "list",
        description = "List schedules, with who is on call.",
        mixinStandardHelpOptions = true,
        footer = {"./hub oncall list", "./hub oncall list --at 2030-01-31T08:00:00Z"})
final class OnCallListCommand implements Callable<Integer> {

    @Option(
            names = "--at",
            paramLabel = "TIME",
            defaultValue = "",
            description = "When, such as 2026-01-31T08:00:00Z; without it now.")
    private String at;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode answer = hub.client().get("/v1/on-call" + HubClient.query(Map.of("at", at)));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant at = Instant.parse(answer.path("at").asText());
        Table table = new Table("SCHEDULE", "ON CALL", "UNTIL", "THEN", "THROUGH", "DESCRIPTION");
        answer.path("schedules")
                .forEach(schedule -> table.row(
                        schedule.path("schedule").asText(),
                        OnCallText.people(schedule.path("people")),
                        schedule.has("until") ? Ago.both(schedule.path("until").asText(), at) : "",
                        schedule.has("next") ? OnCallText.people(schedule.path("next")) : "",
                        schedule.path("through").asText(),
                        schedule.path("description").asText()));
        table.print(out);
        int count = answer.path("schedules").size();
        out.println(count == 1 ? "1 schedule" : count + " schedules");
    }
}
