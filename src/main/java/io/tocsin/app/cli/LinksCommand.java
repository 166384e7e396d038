package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub links}: the keys that sign the links by which people answer messages. */
@Command(
        name = "links",
        description = "The keys that sign the links by which people answer messages.",
        mixinStandardHelpOptions = true,
        footer = {"./hub links keys", "./hub links rotate --as mia"})
final class LinksCommand {

    @Command(
            description = "List the keys that open links; never the keys themselves.",
            mixinStandardHelpOptions = true,
            footer = "./hub links keys")
    int keys(@Mixin DataOptions hub) {
        JsonNode answer = hub.client().get("/v1/link-keys");
        hub.print(answer, out -> {
            Instant now = Instant.now();
            Table table = new Table("ID", "SINCE", "");
            answer.path("keys")
                    .forEach(key -> table.row(
                            key.path("id").asText(),
                            Ago.both(key.path("createdAt").asText(), now),
                            key.path("signs").asBoolean() ? "signs and opens" : "opens"));
            table.print(out);
        });
        return 0;
    }

    @Command(
            description = "Have a new key sign from now on; links that the key before signed are still valid.",
            mixinStandardHelpOptions = true,
            footer = {"./hub links rotate --as mia", "./hub links rotate --end-all --as mia"})
    int rotate(
            @Option(
                            names = "--end-all",
                            description =
                                    "No link that was made before opens anything any more; at other hubs within seconds.")
                    boolean endAll,
            @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
                    String as,
            @Mixin DataOptions hub) {
        HubClient client = hub.client();
        JsonNode answer = client.post(
                "/v1/link-keys",
                client.json().createObjectNode().put("endAll", endAll).put("as", as));
        hub.print(
                answer,
                out -> out.println(answer.path("id").asText() + " signs from now on"
                        + (endAll
                                ? "; no link that was made before opens anything any more, at other hubs within seconds"
                                : "")));
        return 0;
    }
}
