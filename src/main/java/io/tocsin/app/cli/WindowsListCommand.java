package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub windows list}. */
@Command(
        name = "list",
        description = "List maintenance windows: those of rules files, then the others, the last made first.",
        mixinStandardHelpOptions = true,
        footer = {"./hub windows list", "./hub windows list --state all -o json"})
final class WindowsListCommand extends PageCommand {

    private static final int PATH = 40;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            completionCandidates = Words.WindowStates.class,
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}, which is pending or active).")
    private String state;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Those with this in name, author, comment or alerts, in any case.")
    private String text;

    WindowsListCommand() {
        super(
                new Things("/v1/windows", "windows", "window", "windows"),
                "ID",
                "STATE",
                "BEGINS",
                "ENDS",
                "REPEAT",
                "FROM",
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
    String[] cells(JsonNode window, Instant now) {
        return new String[] {
            text(window, "id"),
            text(window, "state"),
            time(window.path("occasion"), "begins", now),
            time(window.path("occasion"), "ends", now),
            text(window, "repeat"),
            from(window),
            text(window, "holds"),
            SilenceText.alerts(window),
            text(window, "comment")
        };
    }

    /** Of a long path its end says where. */
    private static String from(JsonNode window) {
        String file = text(window, "file");
        if (file.isEmpty()) {
            return text(window, "author");
        }
        return file.length() <= PATH ? file : "…" + file.substring(file.length() - PATH + 1);
    }
}
