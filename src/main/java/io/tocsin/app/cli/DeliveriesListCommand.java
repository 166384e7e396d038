package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub deliveries list}. */
@Command(
        name = "list",
        description = "List deliveries, the last made first. ./hub trace ID says what became of one.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub deliveries list --receiver ops-hook --state dead --since 7d",
            "./hub deliveries list --state pending -o json"
        })
final class DeliveriesListCommand extends PageCommand {

    @Option(names = "--receiver", paramLabel = "NAME", defaultValue = "", description = "Those to this receiver.")
    private String receiver;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "",
            completionCandidates = Words.DeliveryStates.class,
            description = "${COMPLETION-CANDIDATES}; without it any.")
    private String state;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            defaultValue = "",
            completionCandidates = Words.FailureClasses.class,
            description = "Of which the last try failed so: ${COMPLETION-CANDIDATES}.")
    private String failureClass;

    @Option(names = "--incident", paramLabel = "ID", defaultValue = "", description = "Those of this incident.")
    private String incident;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Those made since then: " + TimeBack.FORM + ".")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeBack.class,
            description = "Those made before, in the same forms.")
    private Instant until;

    DeliveriesListCommand() {
        super(
                new Things("/v1/deliveries", "deliveries", "delivery", "deliveries"),
                "ID",
                "MADE",
                "STATE",
                "TO",
                "CLASS",
                "REASON",
                "TITLE");
    }

    @Override
    void addTo(Map<String, String> query) {
        query.put("receiver", receiver);
        query.put("state", state);
        query.put("failureClass", failureClass);
        query.put("incident", incident);
        query.put("since", since == null ? "" : since.toString());
        query.put("until", until == null ? "" : until.toString());
    }

    @Override
    String summary(JsonNode answer, long shown, Instant now) {
        return things().counted(shown) + ListCommand.further(answer, now);
    }

    @Override
    String[] cells(JsonNode delivery, Instant now) {
        String person = text(delivery, "person");
        String receiver = text(delivery, "receiver");
        return new String[] {
            text(delivery, "id"),
            time(delivery, "createdAt", now),
            delivery.path("underWay").asBoolean() ? "being sent" : text(delivery, "state"),
            person.isEmpty() ? receiver : person + " (" + receiver + ")",
            text(delivery, "failureClass"),
            text(delivery, "reason"),
            text(delivery, "title")
        };
    }
}
