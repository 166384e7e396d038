package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub dead-letters discard}. */
@Command(
        name = "discard",
        description = "Give dead letters up for good.",
        mixinStandardHelpOptions = true,
        footer = "./hub dead-letters discard dea_01j9z3k4m5n6p7q8r9s0t1v2w3 --reason \"A test\" --as mia")
final class DeadLettersDiscardCommand extends SettleCommand {

    @Override
    public Integer call() {
        return settle("discard", "discarded");
    }
}
