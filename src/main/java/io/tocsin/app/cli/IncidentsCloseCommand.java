package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents close}. */
@Command(
        name = "close",
        description = "Close resolved incidents: nothing of them can be changed any more.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents close inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --as mia")
final class IncidentsCloseCommand extends ActCommand {

    IncidentsCloseCommand() {
        super("close", "closed");
    }
}
