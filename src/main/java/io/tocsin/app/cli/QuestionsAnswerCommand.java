package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub questions answer ID approve|reject --as NAME}. */
@Command(
        name = "answer",
        description = "Answer a question in the name of a person who may: whoever waits for it gets it.",
        mixinStandardHelpOptions = true,
        footer = "./hub questions answer qst_01j9z3k4m5n6p7q8r9s0t1v2w3 approve --as ann --comment \"Looks good\"")
final class QuestionsAnswerCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", description = "Its id (qst_...).")
    private String id;

    @Parameters(
            index = "1",
            paramLabel = "CHOICE",
            completionCandidates = Words.Choices.class,
            description = "${COMPLETION-CANDIDATES}.")
    private String choice;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            required = true,
            description = "Who you are: a person of recipients.yaml who may answer.")
    private String as;

    @Option(
            names = "--comment",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why, for whoever waits and for the audit; 1000 characters at most.")
    private String comment;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        HubClient client = hub.client();
        ObjectNode body = client.json().createObjectNode().put("choice", choice).put("as", as);
        if (!comment.isEmpty()) {
            body.put("comment", comment);
        }
        JsonNode answer = client.post("/v1/questions/" + HubClient.encode(id) + "/answer", body);
        hub.print(
                answer,
                out -> out.println(TerminalText.line(answer.path("id").asText(), 60) + ": "
                        + TerminalText.line(answer.path("said").asText(), 300) + "; it is "
                        + QuestionText.state(answer)));
        return 0;
    }
}
