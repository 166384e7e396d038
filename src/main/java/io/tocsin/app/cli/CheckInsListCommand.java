package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub check-ins list}. */
@Command(
        name = "list",
        description = "List check-ins, with their last reports and those that are late.",
        mixinStandardHelpOptions = true,
        footer = {"./hub check-ins list", "./hub check-ins list --json"})
final class CheckInsListCommand implements Callable<Integer> {

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode answer = hub.client().get("/v1/check-ins");
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("NAME", "STATE", "EVERY", "GRACE", "LAST REPORT", "LATE FROM", "DESCRIPTION");
        answer.path("checkIns")
                .forEach(one -> table.row(
                        one.path("name").asText(),
                        one.path("state").asText(),
                        one.path("every").asText(),
                        one.path("grace").asText(),
                        time(one, "reportedAt", now),
                        time(one, one.has("lateSince") ? "lateSince" : "dueAt", now),
                        one.path("description").asText()));
        table.print(out);
        int count = answer.path("checkIns").size();
        out.println(count == 1 ? "1 check-in" : count + " check-ins");
    }

    private static String time(JsonNode one, String field, Instant now) {
        return one.has(field) ? Ago.both(one.path(field).asText(), now) : "";
    }
}
