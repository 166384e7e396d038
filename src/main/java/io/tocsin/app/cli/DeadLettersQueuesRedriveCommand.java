package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub dead-letters queues redrive NAME}. */
@Command(
        name = "redrive",
        description = "Have SQS move a dead-letter queue's messages back to the queues that they came from.",
        mixinStandardHelpOptions = true,
        footer = "./hub dead-letters queues redrive ops-events --reason \"The bug is mended\" --as mia")
final class DeadLettersQueuesRedriveCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The queue, as ./hub dead-letters queues calls it.")
    private String name;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the audit.")
    private String reason;

    @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
    private String as;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        HubClient client = hub.client();
        ObjectNode body = client.json().createObjectNode().put("reason", reason).put("as", as);
        JsonNode answer = client.post("/v1/dead-letters/queues/" + HubClient.encode(name) + "/redrive", body);
        hub.print(
                answer,
                out -> out.println("SQS moves the messages of "
                        + TerminalText.line(answer.path("name").asText(), 60)
                        + " back; ./hub dead-letters queues shows how far it is"));
        return 0;
    }
}
