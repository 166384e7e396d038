package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub alerts list}. */
@Command(
        name = "list",
        description = "List alerts, the last seen first. ./hub trace ID says what became of one.",
        mixinStandardHelpOptions = true,
        footer = {"./hub alerts list --state firing --severity critical", "./hub alerts list --since 7d --text disk"})
final class AlertsListCommand extends ListCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "",
            completionCandidates = Words.AlertStates.class,
            description = "${COMPLETION-CANDIDATES}; without it any.")
    private String state;

    AlertsListCommand() {
        super("alerts", "ID", "LAST SEEN", "STATE", "SEVERITY", "FIRED", "SOURCE", "TITLE");
    }

    @Override
    String state() {
        return state;
    }

    @Override
    String[] cells(JsonNode alert, Instant now) {
        return new String[] {
            text(alert, "id"),
            Ago.both(text(alert, "lastSeenAt"), now),
            text(alert, "state"),
            text(alert, "severity"),
            text(alert, "fired"),
            source(alert),
            text(alert, "title")
        };
    }
}
