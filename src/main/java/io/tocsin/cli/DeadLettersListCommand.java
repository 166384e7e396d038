package io.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hub dead-letters list}. */
@Command(name = "list", description = "List dead letters, the newest first.", mixinStandardHelpOptions = true)
final class DeadLettersListCommand implements Callable<Integer> {

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            description = "open, redriven, discarded or all (${DEFAULT-VALUE}).")
    private String state;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "As the API gives it.")
    private boolean json;

    @Mixin
    private HubOptions hub;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Map<String, String> query = filter.said("reason");
        query.put("state", state);
        query.put("limit", Integer.toString(limit));
        JsonNode answer = hub.client().get("/v1/dead-letters" + HubClient.query(query));
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(answer.toPrettyString());
            return 0;
        }
        for (JsonNode letter : answer.path("deadLetters")) {
            String whose = letter.path("receiver").asText(letter.path("source").asText());
            out.printf(
                    "%s  %s  %-8s  %-20s  %-12s  %s%n",
                    letter.path("id").asText(),
                    letter.path("createdAt").asText(),
                    letter.path("kind").asText(),
                    TerminalText.line(whose, 60),
                    letter.path("failureClass").asText(),
                    TerminalText.line(letter.path("reason").asText(), 120));
        }
        out.printf(
                "%d of %d%n",
                answer.path("deadLetters").size(), answer.path("total").asInt());
        queues(out);
        return 0;
    }

    /** What SQS gave up on stands in no list of the hub's, and must not be forgotten for it. */
    private void queues(PrintWriter out) {
        JsonNode queues = hub.client().get("/v1/dead-letters/queues?ages=false").path("queues");
        for (JsonNode queue : queues) {
            String name = TerminalText.line(queue.path("name").asText(), 60);
            if (queue.has("problem")) {
                out.println("queue " + name + ": "
                        + TerminalText.line(queue.path("problem").asText(), 300));
            } else if (queue.path("messages").asLong() > 0) {
                out.println("queue " + name + ": "
                        + DeadLettersQueuesCommand.messages(
                                queue.path("messages").asLong())
                        + " in its dead-letter queue (./hub dead-letters queues)");
            }
        }
    }
}
