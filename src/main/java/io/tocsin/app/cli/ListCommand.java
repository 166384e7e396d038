package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** What the lists of events, alerts and incidents have in common: filters, and what is said of how far it looked. */
abstract class ListCommand extends PageCommand {

    @Mixin
    private ListOptions filter;

    /** @param things what is listed, as the API's path has it; @param head the columns of the table */
    ListCommand(String things, String... head) {
        super(new Things("/v1/" + things, things, things.substring(0, things.length() - 1), things), head);
    }

    /** The state that is asked for; empty for any. */
    abstract String state();

    /** What else is asked for, under the API's names. */
    Map<String, String> asked() {
        return Map.of();
    }

    @Override
    final void addTo(Map<String, String> query) {
        filter.addTo(query);
        query.put("state", state());
        query.putAll(asked());
    }

    @Override
    final String summary(JsonNode answer, long shown, Instant now) {
        return things().counted(shown) + further(answer, now);
    }

    /** How far it looked and from where to go on; empty where it is the last page. */
    static String further(JsonNode answer, Instant now) {
        if (!answer.has("next")) {
            return "";
        }
        return "; looked at " + answer.path("looked").asLong() + ", back to "
                + Ago.both(answer.path("lookedBackTo").asText(), now).replace("  ", " (") + "); go on with --after "
                + TerminalText.line(answer.path("next").asText(), 80);
    }

    /** The hub's own name of the source, and behind it what the payload calls its sender where that is another. */
    static String source(JsonNode entry) {
        String kind = text(entry, "source");
        String origin = text(entry, "origin");
        return origin.isEmpty() || origin.equals(kind) ? kind : origin + " (" + kind + ")";
    }
}
