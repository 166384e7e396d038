package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub dead-letters queues}. */
@Command(
        name = "queues",
        description = "What SQS itself gave up on: the dead-letter queue behind each source queue.",
        mixinStandardHelpOptions = true,
        footer = {"./hub dead-letters queues", "./hub dead-letters queues show ops-events"},
        subcommands = {DeadLettersQueuesShowCommand.class, DeadLettersQueuesRedriveCommand.class})
final class DeadLettersQueuesCommand implements Callable<Integer> {

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode answer = hub.client().get("/v1/dead-letters/queues");
        hub.print(answer, out -> print(answer, out));
        return answer.path("queues").findValue("problem") == null ? 0 : 1;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        answer.path("queues").forEach(queue -> out.println(line(queue, Instant.now())));
        int count = answer.path("queues").size();
        out.println(count + (count == 1 ? " source queue" : " source queues"));
    }

    static String line(JsonNode queue, Instant now) {
        String name = TerminalText.line(queue.path("name").asText(), 60) + ": ";
        if (queue.has("problem")) {
            return name + "can't be asked: "
                    + TerminalText.line(queue.path("problem").asText(), 300);
        }
        if (!queue.hasNonNull("deadLetterQueue")) {
            return name + "no dead-letter queue";
        }
        StringBuilder line = new StringBuilder(name)
                .append(messages(queue.path("messages").asLong()))
                .append(" in ")
                .append(TerminalText.line(queue.path("deadLetterQueue").asText(), 120));
        if (queue.path("taken").asLong() > 0) {
            line.append(", ").append(queue.path("taken").asLong()).append(" taken by somebody");
        }
        if (queue.has("oldestSentAt")) {
            line.append(", sent up to ")
                    .append(Ago.words(Instant.parse(queue.path("oldestSentAt").asText()), now));
        }
        JsonNode move = queue.path("lastMove");
        if (!move.isMissingNode()) {
            line.append("; last move ")
                    .append(TerminalText.line(move.path("status").asText(), 20))
                    .append(", ")
                    .append(messages(move.path("moved").asLong()))
                    .append(
                            move.path("failure").asText().isEmpty()
                                    ? ""
                                    : ": "
                                            + TerminalText.line(
                                                    move.path("failure").asText(), 100));
        }
        return line.toString();
    }

    static String messages(long count) {
        return count + (count == 1 ? " message" : " messages");
    }
}
