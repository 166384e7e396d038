package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub events list}. */
@Command(
        name = "list",
        description = "List events, the newest first. ./hub trace ID says what became of one.",
        mixinStandardHelpOptions = true,
        footer = {"./hub events list --since 1h --source shop", "./hub events list --state dead -o json"})
final class EventsListCommand extends ListCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "",
            completionCandidates = Words.EventStates.class,
            description = "${COMPLETION-CANDIDATES}; without it any.")
    private String state;

    @Option(
            names = "--external-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "The one that its sender calls so: an Idempotency-Key, a message id.")
    private String externalId;

    EventsListCommand() {
        super("events", "ID", "RECEIVED", "STATE", "SOURCE", "OUTCOME", "SEVERITY", "TITLE");
    }

    @Override
    String state() {
        return state;
    }

    @Override
    Map<String, String> asked() {
        return Map.of("externalId", externalId);
    }

    @Override
    String[] cells(JsonNode event, Instant now) {
        int alerts = event.path("alerts").asInt();
        return new String[] {
            text(event, "id"),
            Ago.both(text(event, "receivedAt"), now),
            text(event, "state"),
            text(event, "source"),
            outcome(event, alerts),
            text(event, "severity"),
            text(event, "title") + (alerts > 1 ? " (" + alerts + " alerts)" : "")
        };
    }

    private static String outcome(JsonNode event, int alerts) {
        StringJoiner verdicts = new StringJoiner(", ");
        event.path("verdicts").forEach(verdict -> verdicts.add(verdict.asText()));
        if (verdicts.length() > 0) {
            return verdicts.toString();
        }
        if (!text(event, "state").equals("decided")) {
            return "";
        }
        return alerts == 0 ? "no alert in it" : "no rule matched";
    }
}
