package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents unack}. */
@Command(name = "unack", description = "Say that nobody sees to incidents any more.", mixinStandardHelpOptions = true)
final class IncidentsUnackCommand extends ActCommand {

    IncidentsUnackCommand() {
        super("unacknowledge", "given back");
    }
}
