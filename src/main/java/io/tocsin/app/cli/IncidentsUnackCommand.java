package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents unack}. */
@Command(
        name = "unack",
        description = "Say that nobody sees to incidents any more.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents unack inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --as mia")
final class IncidentsUnackCommand extends ActCommand {

    IncidentsUnackCommand() {
        super("unacknowledge", "given back");
    }
}
