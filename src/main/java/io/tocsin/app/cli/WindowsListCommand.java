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

/** {@code ./hub windows list}. */
@Command(
        name = "list",
        description = "List maintenance windows: those of rules files, then the others, the last made first.",
        mixinStandardHelpOptions = true)
final class WindowsListCommand implements Callable<Integer> {

    private static final int PATH = 40;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            description = "open (pending or active), pending, active, over or all (${DEFAULT-VALUE}).")
    private String state;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Those with this in name, author, comment or alerts, in any case.")
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
        JsonNode answer = hub.client().get("/v1/windows" + HubClient.query(query));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    /** Of a long path its end says where. */
    private static String from(JsonNode window) {
        String file = window.path("file").asText();
        return window.has("file")
                ? file.length() <= PATH ? file : "…" + file.substring(file.length() - PATH + 1)
                : window.path("author").asText();
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("ID", "STATE", "BEGINS", "ENDS", "REPEAT", "FROM", "HOLDS", "ALERTS", "COMMENT");
        answer.path("windows")
                .forEach(window -> table.row(
                        window.path("id").asText(),
                        window.path("state").asText(),
                        Ago.both(window.at("/occasion/begins").asText(), now),
                        Ago.both(window.at("/occasion/ends").asText(), now),
                        window.path("repeat").asText(),
                        from(window),
                        window.path("holds").asText(),
                        SilenceText.alerts(window),
                        window.path("comment").asText()));
        table.print(out);
        int count = answer.path("windows").size();
        out.println((count == 1 ? "1 window" : count + " windows") + PageOptions.next(answer));
    }
}
