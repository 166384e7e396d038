package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub incidents assign}. */
@Command(
        name = "assign",
        description = "Say whose incidents are.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents assign inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --to ann --as mia")
final class IncidentsAssignCommand extends ActCommand {

    @Option(names = "--to", paramLabel = "NAME", required = true, description = "Whose; an empty name for nobody's.")
    private String to;

    IncidentsAssignCommand() {
        super("assign", "");
    }

    @Override
    void say(ObjectNode body) {
        body.put("to", to);
    }

    @Override
    String done() {
        return to.isBlank() ? "assigned to nobody" : "assigned to " + TerminalText.line(to, 100);
    }
}
