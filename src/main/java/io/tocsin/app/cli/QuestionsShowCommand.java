package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./hub questions show ID}. */
@Command(
        name = "show",
        description = "Show a question: what is asked, who may answer, who did, what came of it.",
        mixinStandardHelpOptions = true,
        footer = "./hub questions show qst_01j9z3k4m5n6p7q8r9s0t1v2w3")
final class QuestionsShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Its id (qst_...).")
    private String id;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        JsonNode question = hub.client().get("/v1/questions/" + HubClient.encode(id));
        hub.print(question, out -> QuestionText.print(question, out, Instant.now()));
        return 0;
    }
}
