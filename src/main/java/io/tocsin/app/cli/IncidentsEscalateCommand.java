package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents escalate}. */
@Command(
        name = "escalate",
        description = "Have the next step of the escalations of incidents come at once.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents escalate inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --as mia")
final class IncidentsEscalateCommand extends ActCommand {

    IncidentsEscalateCommand() {
        super("escalate", "escalated");
    }
}
