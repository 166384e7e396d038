package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub windows preview}. */
@Command(
        name = "preview",
        description = "Show when a window would go on, and what it would hide of what fires now and of the last day,"
                + " without making it.",
        mixinStandardHelpOptions = true,
        footer = "./hub windows preview service=shop --start 2030-01-31T02:00 --for 2h")
final class WindowsPreviewCommand implements Callable<Integer> {

    @Mixin
    private SilencedAlerts alerts;

    @Mixin
    private WindowOptions times;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        HubClient client = hub.client();
        JsonNode found = client.post("/v1/windows/preview", times.addTo(alerts.body(client.json())));
        hub.print(found, out -> print(found, out));
        return 0;
    }

    private static void print(JsonNode found, PrintWriter out) {
        Instant now = Instant.now();
        Table times = new Table("BEGINS", "ENDS");
        found.path("occasions")
                .forEach(one -> times.row(
                        Ago.both(one.path("begins").asText(), now),
                        Ago.both(one.path("ends").asText(), now)));
        times.print(out);
        if (found.path("occasions").isEmpty()) {
            out.println("it would never go on: all of it is past");
        }
        SilencesPreviewCommand.print(found, out, "windows add");
    }
}
