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

/** {@code ./hub audit list}. */
@Command(name = "list", description = "List what was done, the newest first.", mixinStandardHelpOptions = true)
final class AuditListCommand implements Callable<Integer> {

    @Option(
            names = "--target",
            paramLabel = "ID",
            defaultValue = "",
            description = "What was done to this: an incident, a silence, a dead letter, a token ...")
    private String target;

    @Option(
            names = "--action",
            paramLabel = "WORD",
            defaultValue = "",
            description = "This action, such as silence.end, or all of one kind, such as silence.")
    private String action;

    @Option(
            names = "--actor",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What somebody did with this in the name or token, in any case.")
    private String actor;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Those since then: " + TimeBack.FORM + ".")
    private Instant since;

    @Mixin
    private PageOptions page;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("target", target);
        query.put("action", action);
        query.put("actor", actor);
        query.put("since", since == null ? "" : since.toString());
        page.addTo(query);
        JsonNode answer = hub.client().get("/v1/audit" + HubClient.query(query));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("ROW", "WHEN", "WHO", "ACTION", "TARGET", "DETAIL");
        answer.path("entries")
                .forEach(entry -> table.row(
                        entry.path("seq").asText("unsealed"),
                        Ago.both(entry.path("at").asText(), now),
                        entry.path("actor").asText(),
                        entry.path("action").asText(),
                        entry.path("target").asText(),
                        entry.path("detail").asText()));
        table.print(out);
        int count = answer.path("entries").size();
        out.println((count == 1 ? "1 entry" : count + " entries") + PageOptions.next(answer));
    }
}
