package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub incidents silence}. */
@Command(
        name = "silence",
        description =
                "Silence what incidents are about: alerts with the values of the grouping, or their own alerts where none made them.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents silence inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --for 2h --comment \"New disks\"")
final class IncidentsSilenceCommand extends ActCommand {

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "For how long, such as 30m or 2h, at most 7d; ${DEFAULT-VALUE} by default.")
    private String length;

    @Option(names = "--comment", paramLabel = "TEXT", defaultValue = "", description = "Why.")
    private String comment;

    IncidentsSilenceCommand() {
        super("silence", "silenced");
    }

    @Override
    void say(ObjectNode body) {
        body.put("duration", length);
        if (!comment.isEmpty()) {
            body.put("comment", comment);
        }
    }

    @Override
    String before(JsonNode incident) {
        JsonNode silence = incident.path("silence");
        return " by " + TerminalText.line(silence.path("by").asText(), 100) + " until "
                + TerminalText.line(silence.path("endsAt").asText(), 40);
    }
}
