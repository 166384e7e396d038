package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents close}. */
@Command(
        name = "close",
        description = "Close resolved incidents: nothing of them can be changed any more.",
        mixinStandardHelpOptions = true)
final class IncidentsCloseCommand extends ActCommand {

    IncidentsCloseCommand() {
        super("close", "closed");
    }
}
