package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        end(hub, "/v1/" + things, ids, reason, as);
        return 0;
    }

    /**
     * Ends one after the other; one that is refused keeps no other from being ended.
     *
     * @throws CommandException in the end, where some were refused
     */
    static void end(DataOptions hub, String things, List<String> ids, String reason, String as) {
        HubClient client = hub.client();
        ObjectNode why = client.json().createObjectNode().put("reason", reason).put("as", as);
        Set<String> refused = new LinkedHashSet<>();
        for (String id : ids) {
            try {
                JsonNode ended = client.post(things + "/" + HubClient.encode(id) + "/end", why);
                hub.print(ended, out -> out.println(ended.path("id").asText() + " ended"));
            } catch (CommandException failure) {
                refused.add(failure.getMessage());
            }
        }
        if (!refused.isEmpty()) {
            throw new CommandException(String.join(System.lineSeparator(), refused));
        }
    }
}
