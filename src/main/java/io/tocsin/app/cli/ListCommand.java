package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What the lists of events, alerts and incidents have in common: filters, pages, and what is said of how far it looked. */
abstract class ListCommand implements Callable<Integer> {

    @Mixin
    private ListOptions filter;

    @Mixin
    private DataOptions hub;

    private final String things;
    private final String[] head;

    /** @param things what is listed, as the API's path has it; @param head the columns of the table */
    ListCommand(String things, String... head) {
        this.things = things;
        this.head = head;
    }

    /** The state that is asked for; empty for any. */
    abstract String state();

    /** An entry's cells. */
    abstract String[] cells(JsonNode entry, Instant now);

    @Override
    public final Integer call() {
        Map<String, String> query = filter.said();
        query.put("state", state());
        JsonNode answer = hub.client().get("/v1/" + things + HubClient.query(query));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private void print(JsonNode answer, PrintWriter out) {
        Instant now = Instant.now();
        Table table = new Table(head);
        answer.path(things).forEach(entry -> table.row(cells(entry, now)));
        table.print(out);
        int count = answer.path(things).size();
        String noun = count == 1 ? things.substring(0, things.length() - 1) : things;
        out.println(count + " " + noun + (answer.has("next") ? further(answer, now) : ""));
    }

    private String further(JsonNode answer, Instant now) {
        return "; looked at " + answer.path("looked").asLong() + ", back to "
                + Ago.both(answer.path("lookedBackTo").asText(), now).replace("  ", " (") + "); go on with --after "
                + TerminalText.line(answer.path("next").asText(), 80);
    }

    static String text(JsonNode entry, String field) {
        return entry.path(field).asText("");
    }

    /** The hub's own name of the source, and behind it what the payload calls its sender where that is another. */
    static String source(JsonNode entry) {
        String kind = text(entry, "source");
        String origin = text(entry, "origin");
        return origin.isEmpty() || origin.equals(kind) ? kind : origin + " (" + kind + ")";
    }
}
