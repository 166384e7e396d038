package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub incidents status}. */
@Command(
        name = "status",
        description = "Say how far things are, to readers who are no engineers.",
        mixinStandardHelpOptions = true)
final class IncidentsStatusCommand extends ActCommand {

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "investigating, identified, monitoring or resolved; without it, as it was.")
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
