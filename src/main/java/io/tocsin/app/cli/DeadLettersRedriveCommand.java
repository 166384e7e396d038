package io.tocsin.app.cli;

import picocli.CommandLine.Command;

/** {@code ./hub dead-letters redrive}. */
@Command(
        name = "redrive",
        description = "Set dead letters going again, under the same idempotency key.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub dead-letters redrive dea_01j9z3k4m5n6p7q8r9s0t1v2w3",
            "./hub dead-letters redrive --receiver ops-slack --dry-run"
        })
final class DeadLettersRedriveCommand extends SettleCommand {

    @Override
    public Integer call() {
        return settle("redrive", "redriven");
    }
}
