package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub silences list}. */
@Command(name = "list", description = "List silences, the last made first.", mixinStandardHelpOptions = true)
final class SilencesListCommand implements Callable<Integer> {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            description = "open (pending or active), pending, active, expired or all (${DEFAULT-VALUE}).")
    private String state;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Those with this in author, comment or alerts, in any case.")
    private String text;

    @Mixin
    private PageOptions page;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("state", state);
        query.put("text", text);
        page.addTo(query);
        JsonNode answer = hub.client().get("/v1/silences" + HubClient.query(query));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("ID", "STATE", "STARTS", "ENDS", "AUTHOR", "HOLDS", "ALERTS", "COMMENT");
        answer.path("silences")
                .forEach(silence -> table.row(
                        silence.path("id").asText(),
                        silence.path("state").asText(),
                        Ago.both(silence.path("startsAt").asText(), now),
                        Ago.both(silence.path("endsAt").asText(), now),
                        silence.path("author").asText(),
                        silence.path("holds").asText(),
                        SilenceText.alerts(silence),
                        silence.path("comment").asText()));
        table.print(out);
        int count = answer.path("silences").size();
        out.println((count == 1 ? "1 silence" : count + " silences") + PageOptions.next(answer));
    }
}
