package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub incidents status}. */
@Command(
        name = "status",
        description = "Say how far things are, to readers who are no engineers.",
        mixinStandardHelpOptions = true,
        footer =
                "./hub incidents status inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --status identified --impact \"Orders take minutes\"")
final class IncidentsStatusCommand extends ActCommand {

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            completionCandidates = Words.PublicStatuses.class,
            description = "${COMPLETION-CANDIDATES}; without it, as it was.")
    private String status;

    @Mixin
    private PublicTexts texts;

    IncidentsStatusCommand() {
        super("status", "told to readers");
    }

    @Override
    void say(ObjectNode body) {
        if (status != null) {
            body.put("status", status);
        }
        texts.addTo(body);
    }
}
