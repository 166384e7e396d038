package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private PageOptions page;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        Map<String, String> query = filter.said("reason");
        query.put("state", state);
        page.addTo(query);
        JsonNode answer = hub.client().get("/v1/dead-letters" + HubClient.query(query));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("ID", "DIED", "STATE", "KIND", "OF", "CLASS", "REASON");
        answer.path("deadLetters").forEach(letter -> table.row(cells(letter, now)));
        table.print(out);
        int shown = answer.path("deadLetters").size();
        int total = answer.path("total").asInt();
        out.printf(
                "%s%s%s%n",
                shown == total ? "" : shown + " of ",
                total == 1 ? "1 dead letter" : total + " dead letters",
                PageOptions.next(answer));
        queues(out);
    }

    private static String[] cells(JsonNode letter, Instant now) {
        return new String[] {
            letter.path("id").asText(),
            Ago.both(letter.path("createdAt").asText(), now),
            letter.path("state").asText(),
            letter.path("kind").asText(),
            letter.path("receiver").asText(letter.path("source").asText()),
            letter.path("failureClass").asText(),
            letter.path("reason").asText()
        };
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
