package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub dead-letters discard}. */
@Command(name = "discard", description = "Give dead letters up for good.", mixinStandardHelpOptions = true)
final class DeadLettersDiscardCommand extends SettleCommand {

    @Override
    public Integer call() {
        return settle("discard", "discarded");
    }
}
