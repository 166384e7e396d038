package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents ack}. */
@Command(
        name = "ack",
        description = "Say that you see to incidents: reminders stop, and who was notified hears of it.",
        mixinStandardHelpOptions = true,
        footer = "./hub incidents ack inc_01j9z3k4m5n6p7q8r9s0t1v2w3 --as mia")
final class IncidentsAckCommand extends ActCommand {

    IncidentsAckCommand() {
        super("acknowledge", "acknowledged");
    }
}
