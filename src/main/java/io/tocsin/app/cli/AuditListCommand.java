package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub audit list}. */
@Command(
        name = "list",
        description = "List what was done, the newest first.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub audit list --since 24h --actor mia",
            "./hub audit list --action silence --target sil_01j9z3k4m5n6p7q8r9s0t1v2w3"
        })
final class AuditListCommand extends PageCommand {

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

    AuditListCommand() {
        super(
                new Things("/v1/audit", "entries", "entry", "entries"),
                "ROW",
                "WHEN",
                "WHO",
                "ACTION",
                "TARGET",
                "DETAIL");
    }

    @Override
    void addTo(Map<String, String> query) {
        query.put("target", target);
        query.put("action", action);
        query.put("actor", actor);
        query.put("since", since == null ? "" : since.toString());
    }

    @Override
    String[] cells(JsonNode entry, Instant now) {
        return new String[] {
            entry.path("seq").asText("unsealed"),
            time(entry, "at", now),
            text(entry, "actor"),
            text(entry, "action"),
            text(entry, "target"),
            text(entry, "detail")
        };
    }
}
