package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub rules}: which version of the rules all hubs on a store go by. */
@Command(
        name = "rules",
        description = "List the versions of rules and mappings, and choose which one all hubs go by.",
        mixinStandardHelpOptions = true,
        footer = {"./hub rules list", "./hub rules use --loaded"})
final class RulesCommand {

    /** One of the two. */
    static final class Which {
        @Parameters(paramLabel = "VERSION", description = "A version as ./hub rules list shows it.")
        private String version;

        @Option(names = "--loaded", description = "What the hub that is asked has loaded.")
        private boolean loaded;
    }

    @Command(
            description = "List versions, those first that hubs went by last; and whether this hub decides.",
            mixinStandardHelpOptions = true,
            footer = "./hub rules list")
    int list(@Mixin DataOptions hub) {
        JsonNode answer = hub.client().get("/v1/rules/versions");
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table("VERSION", "OF", "CURRENT", "SINCE", "THROUGH", "FIRST SEEN", "BY", "LOADED BY");
        for (JsonNode version : answer.path("versions")) {
            List<String> loadedBy = new ArrayList<>();
            version.path("loadedBy").forEach(hub -> loadedBy.add(hub.asText()));
            table.row(
                    version.path("version").asText(),
                    version.path("what").asText(),
                    version.path("current").asBoolean() ? "yes" : "",
                    Ago.both(version.path("currentSince").asText(), now),
                    version.path("currentBy").asText(),
                    Ago.both(version.path("firstSeenAt").asText(), now),
                    version.path("firstSeenBy").asText(),
                    String.join(", ", loadedBy));
        }
        table.print(out);
        answer.path("behind").forEach(line -> out.println(TerminalText.line(line.asText(), 500)));
    }

    @Command(
            description =
                    "Have all hubs go by a version that a living hub has loaded. The others decide nothing until they have it.",
            mixinStandardHelpOptions = true,
            footer = "./hub rules use --loaded")
    int use(@ArgGroup(multiplicity = "1") Which which, @Mixin DataOptions hub) {
        HubClient client = hub.client();
        ObjectNode order = client.json().createObjectNode();
        if (which.loaded) {
            order.put("loaded", true);
        } else {
            order.put("version", which.version);
        }
        JsonNode answer = client.post("/v1/rules/use", order);
        hub.print(answer, out -> answer.path("used").forEach(one -> out.println("hubs go by " + one.asText())));
        return 0;
    }
}
