package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hub tokens}: who may post to a source, and who may use the API. */
@Command(
        name = "tokens",
        description = "Issue, list and revoke tokens.",
        mixinStandardHelpOptions = true,
        footer = {"./hub tokens list", "./hub tokens issue ci", "./hub tokens issue --role viewer --expires 90d"})
final class TokensCommand {

    @Spec
    private CommandSpec command;

    @Command(
            description = "Issue a token for a source, or with --role for the API, and show it, this once.",
            mixinStandardHelpOptions = true,
            footer = {
                "./hub tokens issue ci",
                "./hub tokens issue --role viewer --name grafana --expires 90d",
                "./hub tokens issue --role responder --person ann"
            })
    int issue(
            @Parameters(paramLabel = "SOURCE", arity = "0..1", description = "A source's name, or * for every source.")
                    String source,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            description = "In place of a source: for the API, as viewer, responder or admin.")
                    String role,
            @Option(names = "--name", paramLabel = "TEXT", defaultValue = "", description = "What it is for.")
                    String name,
            @Option(
                            names = "--person",
                            paramLabel = "NAME",
                            defaultValue = "",
                            description =
                                    "Whose it is, by the name in recipients.yaml: what is done with it is done by that person.")
                    String person,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            description = "For how long it opens anything: 12h, 90d. Without it until it is revoked.")
                    String expires,
            @Mixin DataOptions hub) {
        if ((source == null) == (role == null)) {
            throw new ParameterException(
                    command.subcommands().get("issue"),
                    "Say what it is for in one way: a source, or --role viewer, responder or admin.");
        }
        HubClient client = hub.client();
        ObjectNode body = client.json().createObjectNode();
        if (role == null) {
            body.put("source", source);
        } else {
            body.put("role", role);
        }
        put(body, "name", name);
        put(body, "person", person);
        if (expires != null) {
            body.put("duration", expires);
        }
        JsonNode issued = client.post("/v1/tokens", body);
        hub.print(issued, out -> {
            // The token alone on standard output, for a script to take.
            hub.err()
                    .println(issued.path("id").asText() + " for "
                            + (role == null ? source : "the API, " + role)
                            + (expires == null
                                    ? ""
                                    : ", until " + issued.path("expiresAt").asText())
                            + "; keep the token, it is shown only now:");
            hub.err().flush();
            out.println(issued.path("token").asText());
        });
        return 0;
    }

    private static void put(ObjectNode body, String field, String text) {
        if (!text.isEmpty()) {
            body.put(field, text);
        }
    }

    @Command(
            description = "List tokens; never the tokens themselves.",
            mixinStandardHelpOptions = true,
            footer = "./hub tokens list")
    int list(@Mixin DataOptions hub) {
        JsonNode answer = hub.client().get("/v1/tokens");
        hub.print(answer, out -> print(answer.path("tokens"), out));
        return 0;
    }

    @Command(
            description = "Show the token that the command itself uses: role, whose it is, until when.",
            mixinStandardHelpOptions = true,
            footer = "./hub tokens self")
    int self(@Mixin DataOptions hub) {
        JsonNode token = hub.client().get("/v1/tokens/self");
        hub.print(token, out -> print(List.of(token), out));
        return 0;
    }

    private static void print(Iterable<JsonNode> tokens, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("ID", "FOR", "NAME", "PERSON", "ISSUED", "EXPIRES", "LAST USED", "REVOKED");
        for (JsonNode token : tokens) {
            table.row(
                    token.path("id").asText(),
                    token.path("source").asText(),
                    token.path("name").asText(),
                    token.path("person").asText(),
                    time(token, "createdAt", now),
                    time(token, "expiresAt", now),
                    time(token, "lastUsedAt", now),
                    time(token, "revokedAt", now));
        }
        table.print(out);
    }

    private static String time(JsonNode token, String field, Instant now) {
        return token.has(field) ? Ago.both(token.path(field).asText(), now) : "";
    }

    @Command(
            description = "Take a token's power away.",
            mixinStandardHelpOptions = true,
            footer = {"./hub tokens revoke tok_01j9z3k4m5n6p7q8r9s0t1v2w3", "./hub tokens revoke self"})
    int revoke(
            @Parameters(paramLabel = "ID", description = "Its id (tok_...), or self for the one that the command uses.")
                    String id,
            @Mixin DataOptions hub) {
        JsonNode answer = hub.client().delete("/v1/tokens/" + HubClient.encode(id));
        hub.print(answer, out -> out.println(answer.path("id").asText(id) + " revoked"));
        return 0;
    }
}
