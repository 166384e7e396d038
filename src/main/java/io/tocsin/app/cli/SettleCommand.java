package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What redrive and discard have in common: which dead letters, why, and who. */
abstract class SettleCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Their ids (dea_...); or say which by options.")
    private List<String> ids = List.of();

    @Mixin
    private FilterOptions filter;

    @Option(names = "--all", description = "All that are open.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only say which it would be.")
    private boolean dryRun;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the audit.")
    private String reason;

    @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
    private String as;

    @Mixin
    private DataOptions hub;

    @Spec
    private CommandSpec command;

    /** @param action the last word of the API's path; @param done what is told of those that were */
    final int settle(String action, String done) {
        Map<String, String> said = filter.said("containing");
        int ways = (ids.isEmpty() ? 0 : 1) + (said.isEmpty() ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "Say which dead letters in one way: their ids, options such as --receiver, or --all.");
        }
        HubClient client = hub.client();
        ObjectNode body = client.json().createObjectNode();
        said.forEach(body::put);
        if (!ids.isEmpty()) {
            ids.forEach(body.withArray("ids")::add);
        }
        body.put("all", all).put("dryRun", dryRun).put("reason", reason).put("as", as);
        return LongWork.run(hub.err(), work -> {
            Settling settling = new Settling(client, "/v1/dead-letters/" + action, done, work);
            JsonNode answer = dryRun ? settling.once(body) : settling.inBatches(body, hub.err());
            hub.print(answer, out -> print(answer, done, out));
            return answer.path("skipped").isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
        });
    }

    private void print(JsonNode answer, String done, PrintWriter out) {
        Map<String, JsonNode> instead = new HashMap<>();
        answer.path("instead").forEach(one -> instead.put(one.path("id").asText(), one));
        long unsent = 0;
        for (JsonNode id : answer.path("ids")) {
            JsonNode other = instead.getOrDefault(id.asText(), MissingNode.getInstance());
            boolean nothing = other.path("sends").asText().equals("nothing");
            unsent += nothing ? 1 : 0;
            out.println(id.asText() + " " + would(nothing ? "closed, and nothing is sent" : done)
                    + (other.isMissingNode()
                            ? ""
                            : ": " + TerminalText.line(other.path("why").asText(), 200)));
        }
        answer.path("skipped")
                .forEach(one -> out.println(TerminalText.line(one.path("id").asText(), 60) + " left alone: "
                        + TerminalText.line(one.path("why").asText(), 200)));
        out.println(answer.path("count").asInt() - unsent + " " + would(done)
                + (unsent == 0 ? "" : ", " + unsent + " " + would("closed without a message")));
    }

    private String would(String be) {
        return (dryRun ? "would be " : "") + be;
    }
}
