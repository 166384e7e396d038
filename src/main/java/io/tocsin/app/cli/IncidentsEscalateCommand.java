package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents escalate}. */
@Command(
        name = "escalate",
        description = "Have the next step of the escalations of incidents come at once.",
        mixinStandardHelpOptions = true)
final class IncidentsEscalateCommand extends ActCommand {

    IncidentsEscalateCommand() {
        super("escalate", "escalated");
    }
}
