package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub incidents ack}. */
@Command(
        name = "ack",
        description = "Say that you see to incidents: reminders stop, and who was notified hears of it.",
        mixinStandardHelpOptions = true)
final class IncidentsAckCommand extends ActCommand {

    IncidentsAckCommand() {
        super("acknowledge", "acknowledged");
    }
}
