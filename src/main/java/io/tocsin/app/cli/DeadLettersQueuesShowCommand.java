package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub dead-letters queues show NAME}. */
@Command(
        name = "show",
        description = "Show messages of a source queue's dead-letter queue, and leave them there.",
        mixinStandardHelpOptions = true,
        footer = "./hub dead-letters queues show ops-events --max 3")
final class DeadLettersQueuesShowCommand implements Callable<Integer> {
    private static final int BODY = 2_000;

    @Parameters(paramLabel = "NAME", description = "The queue, as ./hub dead-letters queues calls it.")
    private String name;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "10",
            description = "At most so many (${DEFAULT-VALUE}); 100 at most.")
    private int max;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode answer = hub.client()
                .get("/v1/dead-letters/queues/" + HubClient.encode(name)
                        + HubClient.query(Map.of("max", Integer.toString(max))));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        for (JsonNode message : answer.path("messages")) {
            out.printf(
                    "%s  sent %s, received %d times%n  %s%n",
                    TerminalText.line(message.path("messageId").asText(), 100),
                    message.path("sentAt").asText(),
                    message.path("receives").asInt(),
                    TerminalText.line(message.path("body").asText(), BODY));
        }
        out.println(DeadLettersQueuesCommand.messages(answer.path("messages").size()));
    }
}
