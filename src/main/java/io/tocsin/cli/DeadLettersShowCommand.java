package io.tocsin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub dead-letters show ID}. */
@Command(
        name = "show",
        description = "Show a dead letter with everything behind it: the event, the message, every attempt.",
        mixinStandardHelpOptions = true)
final class DeadLettersShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Its id (dea_...).")
    private String id;

    @Mixin
    private HubOptions hub;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        // JSON escapes control characters, so that nothing in it can steer the terminal.
        command.commandLine()
                .getOut()
                .println(hub.client()
                        .get("/v1/dead-letters/" + HubClient.encode(id))
                        .toPrettyString());
        return 0;
    }
}
