package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./hub dead-letters show ID}. */
@Command(
        name = "show",
        description = "Show a dead letter with everything behind it: the event, the message, every attempt.",
        mixinStandardHelpOptions = true,
        footer = "./hub dead-letters show dea_01j9z3k4m5n6p7q8r9s0t1v2w3")
final class DeadLettersShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Its id (dea_...).")
    private String id;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode letter = hub.client().get("/v1/dead-letters/" + HubClient.encode(id));
        // It is a document, and no table would hold it. JSON escapes control characters: nothing can steer the
        // terminal.
        hub.print(letter, out -> out.println(TerminalText.json(letter)));
        return 0;
    }
}
