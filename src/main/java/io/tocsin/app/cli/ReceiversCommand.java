package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.time.Span;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub receivers}: who can be told now, and what keeps the others waiting. */
@Command(
        name = "receivers",
        description = "List the receivers: breaker, what waits and since when, last failure, pauses, tokens left.",
        mixinStandardHelpOptions = true,
        footer = {"./hub receivers", "./hub receivers --json"})
final class ReceiversCommand implements Callable<Integer> {

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode answer = hub.client().get("/v1/receivers");
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        answer.path("receivers").forEach(receiver -> lines(receiver, now).forEach(out::println));
        int count = answer.path("receivers").size();
        out.println(count + (count == 1 ? " receiver" : " receivers"));
        answer.path("notTakenOver")
                .forEach(edit -> out.println("not in use: " + TerminalText.line(edit.asText(), 500)));
    }

    /** What is so of the receiver, then a line for each destination that is paused or asks for less again and again. */
    static List<String> lines(JsonNode receiver, Instant now) {
        StringBuilder line = new StringBuilder(text(receiver, "name"));
        if (receiver.hasNonNull("provider")) {
            line.append(" (").append(text(receiver, "provider")).append(')');
        }
        line.append(": ");
        if (!receiver.path("running").asBoolean()) {
            line.append(receiver.path("elsewhere").asBoolean() ? "another hub has it" : "no file makes it");
        } else {
            String breaker = text(receiver, "breaker");
            line.append(breaker.equals("none") ? "no breaker" : "breaker " + breaker);
        }
        long waiting = receiver.path("waiting").asLong();
        line.append(", ").append(waiting == 0 ? "nothing" : waiting).append(waiting == 0 ? " waits" : " waiting");
        if (receiver.has("oldestWaitsSince")) {
            Instant since = Instant.parse(receiver.path("oldestWaitsSince").asText());
            line.append(", the oldest for ").append(Span.words(Duration.between(since, now)));
        }
        if (receiver.has("tokens")) {
            line.append(", tokens ").append(receiver.path("tokens").asText());
        }
        List<String> lines = new ArrayList<>(List.of(line.toString()));
        if (receiver.has("lastFailure")) {
            JsonNode last = receiver.path("lastFailure");
            Instant at = Instant.parse(last.path("at").asText());
            lines.add("  last failure " + Span.words(Duration.between(at, now)) + " ago, " + text(last, "class") + ": "
                    + text(last, "reason"));
        }
        receiver.path("paused").forEach(pause -> {
            String destination = text(pause, "destination");
            lines.add("  " + (destination.isEmpty() ? "" : destination + " ") + "paused until " + text(pause, "until")
                    + ": " + text(pause, "because"));
        });
        receiver.path("limited").forEach(limited -> {
            long times = limited.path("times").asLong();
            if (times > 1) {
                lines.add("  " + text(limited, "destination") + " rate-limited " + times + " times in a row since "
                        + text(limited, "since"));
            }
        });
        return lines;
    }

    private static String text(JsonNode node, String field) {
        return TerminalText.line(node.path(field).asText(""), 300);
    }
}
