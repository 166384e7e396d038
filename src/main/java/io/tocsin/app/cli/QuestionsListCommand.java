package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./hub questions list}. */
@Command(
        name = "list",
        description = "List questions, the last asked first.",
        mixinStandardHelpOptions = true,
        footer = {"./hub questions list", "./hub questions list --state all"})
final class QuestionsListCommand extends PageCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = "open",
            completionCandidates = Words.QuestionStates.class,
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private String state;

    QuestionsListCommand() {
        super(
                new Things("/v1/questions", "questions", "question", "questions"),
                "ID",
                "STATE",
                "ASKED",
                "UNTIL",
                "MAY ANSWER",
                "QUESTION");
    }

    @Override
    void addTo(Map<String, String> query) {
        query.put("state", state);
    }

    @Override
    String[] cells(JsonNode one, Instant now) {
        return new String[] {
            text(one, "id"),
            QuestionText.state(one),
            time(one, "askedAt", now),
            time(one, "until", now),
            text(one, "by"),
            text(one, "title")
        };
    }
}
