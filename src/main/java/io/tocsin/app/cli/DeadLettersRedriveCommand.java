package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub dead-letters redrive}. */
@Command(
        name = "redrive",
        description = "Set dead letters going again, under the same idempotency key.",
        mixinStandardHelpOptions = true)
final class DeadLettersRedriveCommand extends SettleCommand {

    @Override
    public Integer call() {
        return settle("redrive", "redriven");
    }
}
