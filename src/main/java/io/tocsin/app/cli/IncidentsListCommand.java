package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub incidents list}. */
@Command(
        name = "list",
        description = "List incidents, the last opened first. ./hub incidents show ID tells all of one.",
        mixinStandardHelpOptions = true,
        footer = {"./hub incidents list --state open", "./hub incidents list --since 24h --severity critical -o yaml"})
final class IncidentsListCommand extends ListCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "",
            completionCandidates = Words.IncidentStates.class,
            description = "${COMPLETION-CANDIDATES}; without it any.")
    private String state;

    IncidentsListCommand() {
        super("incidents", "ID", "OPENED", "STATE", "SEVERITY", "RULES", "SENT TO", "SOURCE", "TITLE");
    }

    @Override
    String state() {
        return state;
    }

    @Override
    String[] cells(JsonNode incident, Instant now) {
        StringJoiner receivers = new StringJoiner(", ");
        StringJoiner rules = new StringJoiner(", ");
        incident.path("rules").forEach(rule -> rules.add(rule.asText()));
        incident.path("sentTo").forEach(receiver -> receivers.add(receiver.asText()));
        return new String[] {
            text(incident, "id"),
            Ago.both(text(incident, "openedAt"), now),
            text(incident, "state"),
            text(incident, "severity"),
            rules.toString(),
            receivers.toString(),
            source(incident),
            text(incident, "title")
        };
    }
}
