package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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
        return ExitCodes.DONE;
    }

    /**
     * Ends one after the other; one that is refused keeps no other from being ended.
     *
     * @throws CommandException in the end, where some were refused
     */
    static void end(DataOptions hub, String things, List<String> ids, String reason, String as) {
        HubClient client = hub.client();
        ObjectNode why = client.json().createObjectNode().put("reason", reason).put("as", as);
        ObjectNode answer = client.json().createObjectNode();
        ArrayNode ended = answer.putArray("ended");
        ArrayNode refused = answer.putArray("refused");
        for (String id : ids) {
            try {
                ended.add(client.post(things + "/" + HubClient.encode(id) + "/end", why));
            } catch (CommandException failure) {
                if (ids.size() == 1) {
                    throw failure;
                }
                refused.addObject().put("id", id).put("why", failure.getMessage());
            }
        }
        hub.print(
                answer,
                out -> ended.forEach(
                        one -> out.println(TerminalText.line(one.path("id").asText(), 60) + " ended")));
        if (!refused.isEmpty()) {
            hub.out().flush();
            throw new CommandException(StreamSupport.stream(refused.spliterator(), false)
                    .map(one -> one.path("why").asText())
                    .distinct()
                    .collect(Collectors.joining(System.lineSeparator())));
        }
    }
}
