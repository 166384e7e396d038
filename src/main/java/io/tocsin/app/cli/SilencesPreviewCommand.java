package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub silences preview}. */
@Command(
        name = "preview",
        description = "Show what a silence would hide of what fires now and of the last day, without making it.",
        mixinStandardHelpOptions = true,
        footer = "./hub silences preview env=test \"host=~db-.*\"")
final class SilencesPreviewCommand implements Callable<Integer> {

    @Mixin
    private SilencedAlerts alerts;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        HubClient client = hub.client();
        JsonNode found = client.post("/v1/silences/preview", alerts.body(client.json()));
        hub.print(found, out -> print(found, out, "silences add"));
        return 0;
    }

    /** @param add the command that makes it */
    static void print(JsonNode found, PrintWriter out, String add) {
        Instant now = Instant.now();
        Table table = new Table("ID", "SEEN", "STATUS", "SEVERITY", "SOURCE", "TITLE");
        found.path("lastDay")
                .forEach(alert -> table.row(
                        alert.path("id").asText(),
                        Ago.both(alert.path("lastSeenAt").asText(), now),
                        alert.path("status").asText(),
                        alert.path("severity").asText(),
                        alert.path("source").asText(),
                        alert.path("title").asText()));
        table.print(out);
        out.println("it would hide " + count(found, "firingCount") + " now, and " + count(found, "lastDayCount")
                + " of the last day (looked at " + found.path("looked").asLong() + ")");
        if (found.path("hidesEverything").asBoolean()) {
            out.println("it would hide everything: " + add + " asks for --yes");
        }
    }

    private static String count(JsonNode found, String field) {
        long count = found.path(field).asLong();
        String what = field.startsWith("firing") ? " that fires" : "";
        return count + (count == 1 ? " alert" + what : " alerts" + what.replace("fires", "fire"));
    }
}
