package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub silences list}. */
@Command(
        name = "list",
        description = "List silences, the last made first.",
        mixinStandardHelpOptions = true,
        footer = {"./hub silences list", "./hub silences list --state all --text disks"})
final class SilencesListCommand extends PageCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            completionCandidates = Words.SilenceStates.class,
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}, which is pending or active).")
    private String state;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Those with this in author, comment or alerts, in any case.")
    private String text;

    SilencesListCommand() {
        super(
                new Things("/v1/silences", "silences", "silence", "silences"),
                "ID",
                "STATE",
                "STARTS",
                "ENDS",
                "AUTHOR",
                "HOLDS",
                "ALERTS",
                "COMMENT");
    }

    @Override
    void addTo(Map<String, String> query) {
        query.put("state", state);
        query.put("text", text);
    }

    @Override
    String[] cells(JsonNode silence, Instant now) {
        return new String[] {
            text(silence, "id"),
            text(silence, "state"),
            time(silence, "startsAt", now),
            time(silence, "endsAt", now),
            text(silence, "author"),
            text(silence, "holds"),
            SilenceText.alerts(silence),
            text(silence, "comment")
        };
    }
}
