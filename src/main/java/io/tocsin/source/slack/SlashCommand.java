package io.tocsin.source.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody typed: https://docs.slack.dev/interactivity/implementing-slash-commands.
 *
 * @param name what it is called in their workspace: {@code /tocsin}
 * @param verb what they want, in lower case; empty for nothing in particular
 * @param rest what stands behind it; may be empty
 * @param user Slack's id of them
 * @param once what tells it from all others, the same in each of its retries
 */
record SlashCommand(String name, String verb, String rest, String user, String once) {

    /** Empty where the payload is none. */
    static Optional<SlashCommand> read(JsonNode payload) {
        String name = payload.path("command").asText("");
        if (!name.startsWith("/") || payload.has("type")) {
            return Optional.empty();
        }
        String[] words = payload.path("text").asText("").strip().split("\\s+", 2);
        return Optional.of(new SlashCommand(
                name,
                words[0].toLowerCase(Locale.ROOT),
                words.length > 1 ? words[1] : "",
                payload.path("user_id").asText(""),
                Interaction.once(payload)));
    }

    /** What stands behind the verb, as the end of an id. */
    String end() {
        return rest.toLowerCase(Locale.ROOT);
    }
}
