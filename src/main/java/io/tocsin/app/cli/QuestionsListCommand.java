package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub questions list}. */
@Command(name = "list", description = "List questions, the last asked first.", mixinStandardHelpOptions = true)
final class QuestionsListCommand implements Callable<Integer> {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            description = "open, approved, rejected, expired, withdrawn or all (${DEFAULT-VALUE}).")
    private String state;

    @Mixin
    private PageOptions page;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("state", state);
        page.addTo(query);
        JsonNode answer = hub.client().get("/v1/questions" + HubClient.query(query));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("ID", "STATE", "ASKED", "UNTIL", "MAY ANSWER", "QUESTION");
        answer.path("questions")
                .forEach(one -> table.row(
                        one.path("id").asText(),
                        QuestionText.state(one),
                        Ago.both(one.path("askedAt").asText(), now),
                        Ago.both(one.path("until").asText(), now),
                        one.path("by").asText(),
                        one.path("title").asText()));
        table.print(out);
        int count = answer.path("questions").size();
        out.println((count == 1 ? "1 question" : count + " questions") + PageOptions.next(answer));
    }
}
