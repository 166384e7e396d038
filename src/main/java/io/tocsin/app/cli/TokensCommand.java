package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./hub tokens}: who may post to a source, and who may use the API. */
@Command(
        name = "tokens",
        description = "Issue, list and revoke tokens.",
        mixinStandardHelpOptions = true,
        footer = {"./hub tokens list", "./hub tokens issue ci"})
final class TokensCommand {

    @Command(
            description = "Issue a token and show it, this once.",
            mixinStandardHelpOptions = true,
            footer = {"./hub tokens issue ci", "./hub tokens issue :admin"})
    int issue(
            @Parameters(paramLabel = "SOURCE", description = "A source's name, * for every source, :admin for the API.")
                    String source,
            @Mixin DataOptions hub) {
        HubClient client = hub.client();
        JsonNode issued =
                client.post("/v1/tokens", client.json().createObjectNode().put("source", source));
        hub.print(issued, out -> {
            // The token alone on standard output, for a script to take.
            hub.err()
                    .println(issued.path("id").asText() + " for " + source + "; keep the token, it is shown only now:");
            hub.err().flush();
            out.println(issued.path("token").asText());
        });
        return 0;
    }

    @Command(
            description = "List tokens; never the tokens themselves.",
            mixinStandardHelpOptions = true,
            footer = "./hub tokens list")
    int list(@Mixin DataOptions hub) {
        JsonNode answer = hub.client().get("/v1/tokens");
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("ID", "SOURCE", "ISSUED", "REVOKED");
        for (JsonNode token : answer.path("tokens")) {
            table.row(
                    token.path("id").asText(),
                    token.path("source").asText(),
                    Ago.both(token.path("createdAt").asText(), now),
                    token.has("revokedAt") ? Ago.both(token.path("revokedAt").asText(), now) : "");
        }
        table.print(out);
    }

    @Command(
            description = "Take a token's power away.",
            mixinStandardHelpOptions = true,
            footer = "./hub tokens revoke tok_01j9z3k4m5n6p7q8r9s0t1v2w3")
    int revoke(@Parameters(paramLabel = "ID", description = "Its id (tok_...).") String id, @Mixin DataOptions hub) {
        JsonNode answer = hub.client().delete("/v1/tokens/" + HubClient.encode(id));
        hub.print(answer, out -> out.println(id + " revoked"));
        return 0;
    }
}
