package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the acts of people on incidents have in common: which, who, and what is said of each. */
abstract class ActCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Their ids (inc_...).")
    private List<String> ids = List.of();

    @Option(
            names = "--as",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Who you are: for those who are notified, and for the audit.")
    private String as;

    @Mixin
    private DataOptions hub;

    private final String action;
    private final String done;

    /** @param action the last word of the API's path; @param done what is said of those that were, such as "acknowledged" */
    ActCommand(String action, String done) {
        this.action = action;
        this.done = done;
    }

    /** Adds what the act says beside who does it. */
    void say(ObjectNode body) {}

    /** What is said of those that were. */
    String done() {
        return done;
    }

    /**
     * Who had done it before, and when: what the answer says under the same name as what is done.
     *
     * @param incident as the hub answers
     */
    String before(JsonNode incident) {
        JsonNode first = incident.path(done);
        return first.has("by")
                ? " by " + TerminalText.line(first.path("by").asText(), 100) + " at "
                        + TerminalText.line(first.path("at").asText(), 40)
                : "";
    }

    @Override
    public final Integer call() {
        HubClient client = hub.client();
        ObjectNode body = client.json().createObjectNode();
        say(body);
        if (!as.isEmpty()) {
            body.put("as", as);
        }
        ObjectNode answer = client.json().createObjectNode();
        ArrayNode incidents = answer.putArray("incidents");
        ArrayNode refused = answer.putArray("refused");
        for (String id : ids) {
            try {
                incidents.add(client.post("/v1/incidents/" + HubClient.encode(id) + "/" + action, body));
            } catch (CommandException failure) {
                if (ids.size() == 1) {
                    throw failure;
                }
                refused.addObject().put("id", id).put("why", failure.getMessage());
            }
        }
        hub.print(answer, out -> {
            for (JsonNode incident : incidents) {
                boolean changed = incident.path("changed").asBoolean();
                out.println(
                        TerminalText.line(incident.path("id").asText(), 60) + (changed ? " " : " was already ") + done()
                                + (changed ? "" : before(incident)) + "; it is "
                                + incident.path("state").asText());
            }
            refused.forEach(one -> out.println(TerminalText.line(one.path("id").asText(), 60) + " left alone: "
                    + TerminalText.line(one.path("why").asText(), 300)));
        });
        return refused.isEmpty() ? 0 : 1;
    }
}
