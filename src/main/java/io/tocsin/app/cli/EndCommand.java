package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends silences, or windows, before their time. */
abstract class EndCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Their ids.")
    private List<String> ids = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the audit.")
    private String reason;

    @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
    private String as;

    @Mixin
    private DataOptions hub;

    private final String things;

    /** @param things what is ended, as the API's path has it */
    EndCommand(String things) {
        this.things = things;
    }

    @Override
    public Integer call() {
        HubClient client = hub.client();
        for (String id : ids) {
            JsonNode ended = client.post(
                    "/v1/" + things + "/" + HubClient.encode(id) + "/end",
                    client.json().createObjectNode().put("reason", reason).put("as", as));
            hub.print(ended, out -> out.println(ended.path("id").asText() + " ended"));
        }
        return 0;
    }
}
