package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub dead-letters list}. */
@Command(
        name = "list",
        description = "List dead letters, the newest first.",
        mixinStandardHelpOptions = true,
        footer = {"./hub dead-letters list", "./hub dead-letters list --receiver ops-slack --class permanent --since 7d"
        })
final class DeadLettersListCommand extends PageCommand {

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            completionCandidates = Words.DeadLetterStates.class,
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private String state;

    DeadLettersListCommand() {
        super(
                new Things("/v1/dead-letters", "deadLetters", "dead letter", "dead letters"),
                "ID",
                "DIED",
                "STATE",
                "KIND",
                "OF",
                "CLASS",
                "REASON");
    }

    @Override
    void addTo(Map<String, String> query) {
        query.putAll(filter.said("reason"));
        query.put("state", state);
    }

    @Override
    String[] cells(JsonNode letter, Instant now) {
        return new String[] {
            text(letter, "id"),
            time(letter, "createdAt", now),
            text(letter, "state"),
            text(letter, "kind"),
            letter.path("receiver").asText(text(letter, "source")),
            text(letter, "failureClass"),
            text(letter, "reason")
        };
    }

    @Override
    String summary(JsonNode answer, long shown, Instant now) {
        long total = answer.path("total").asLong();
        return (shown == total ? "" : shown + " of ") + things().counted(total) + PageOptions.next(answer);
    }

    /** What SQS gave up on stands in no list of the hub's, and must not be forgotten for it. */
    @Override
    void more(HubClient client, PrintWriter out) {
        for (JsonNode queue : client.get("/v1/dead-letters/queues?ages=false").path("queues")) {
            String name = TerminalText.line(text(queue, "name"), 60);
            long messages = queue.path("messages").asLong();
            if (queue.has("problem")) {
                out.println("queue " + name + ": " + TerminalText.line(text(queue, "problem"), 300));
            } else if (messages > 0) {
                out.println("queue " + name + ": " + DeadLettersQueuesCommand.messages(messages)
                        + " in its dead-letter queue (./hub dead-letters queues)");
            }
        }
    }
}
