package io.tocsin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub dead-letters redrive}. */
@Command(
        name = "redrive",
        description = "Set dead letters going again, under the same idempotency key.",
        mixinStandardHelpOptions = true)
final class DeadLettersRedriveCommand implements Callable<Integer> {

    @Mixin
    private SettleOptions settle;

    @Override
    public Integer call() {
        return settle.run("redrive", "redriven");
    }
}
