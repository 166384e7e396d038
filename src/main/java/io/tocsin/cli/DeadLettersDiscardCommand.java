package io.tocsin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub dead-letters discard}. */
@Command(name = "discard", description = "Give dead letters up for good.", mixinStandardHelpOptions = true)
final class DeadLettersDiscardCommand implements Callable<Integer> {

    @Mixin
    private SettleOptions settle;

    @Override
    public Integer call() {
        return settle.run("discard", "discarded");
    }
}
