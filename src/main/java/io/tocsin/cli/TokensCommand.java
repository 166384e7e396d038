package io.tocsin.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub tokens}: who may post to a source, and who may use the API. */
@Command(
        name = "tokens",
        description = "Issue, list and revoke tokens.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TokensCommand {

    @Spec
    private CommandSpec command;

    @Command(description = "Issue a token and show it, this once.", mixinStandardHelpOptions = true)
    int issue(
            @Parameters(paramLabel = "SOURCE", description = "A source's name, * for every source, :admin for the API.")
                    String source,
            @Mixin HubOptions hub) {
        HubClient client = hub.client();
        JsonNode issued =
                client.post("/v1/tokens", client.json().createObjectNode().put("source", source));
        // The token alone on standard output, for a script to take.
        command.commandLine()
                .getErr()
                .println(issued.path("id").asText() + " for " + source + "; keep the token, it is shown only now:");
        command.commandLine().getErr().flush();
        out().println(issued.path("token").asText());
        return 0;
    }

    @Command(description = "List tokens; never the tokens themselves.", mixinStandardHelpOptions = true)
    int list(@Mixin HubOptions hub) {
        for (JsonNode token : hub.client().get("/v1/tokens").path("tokens")) {
            String revoked = token.path("revokedAt").asText("");
            out().printf(
                            "%s  %-20s  issued %s%s%n",
                            token.path("id").asText(),
                            token.path("source").asText(),
                            token.path("createdAt").asText(),
                            revoked.isEmpty() ? "" : ", revoked " + revoked);
        }
        return 0;
    }

    @Command(description = "Take a token's power away.", mixinStandardHelpOptions = true)
    int revoke(@Parameters(paramLabel = "ID", description = "Its id (tok_...).") String id, @Mixin HubOptions hub) {
        hub.client().delete("/v1/tokens/" + HubClient.encode(id));
        out().println(id + " revoked");
        return 0;
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }
}
