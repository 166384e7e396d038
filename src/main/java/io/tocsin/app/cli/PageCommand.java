package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What commands have in common that list a page of things: how it is asked for, the table, and how many they are. */
abstract class PageCommand implements Callable<Integer> {

    /**
     * What is listed.
     *
     * @param path of the API
     * @param list the name of the list in its answer
     * @param one what one of them is called
     * @param many what several are called
     */
    record Things(String path, String list, String one, String many) {
        /** Such as {@code 1 silence}, {@code 2 silences}. */
        String counted(long count) {
            return count + " " + (count == 1 ? one : many);
        }
    }

    @Mixin
    private PageOptions page;

    @Mixin
    private DataOptions hub;

    private final Things things;
    private final String[] head;

    /** @param head the columns of the table */
    PageCommand(Things things, String... head) {
        this.things = things;
        this.head = head;
    }

    /** Adds what is asked for to a query, under the API's names; empty values say nothing. */
    abstract void addTo(Map<String, String> query);

    /** An entry's cells. */
    abstract String[] cells(JsonNode entry, Instant now);

    /** How many there are, and how to go on. @param shown how many this page has */
    String summary(JsonNode answer, long shown, Instant now) {
        return things.counted(shown) + PageOptions.next(answer);
    }

    /** Says more below the page. */
    void more(HubClient client, PrintWriter out) {}

    /** What is listed. */
    final Things things() {
        return things;
    }

    @Override
    public final Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        addTo(query);
        page.addTo(query);
        HubClient client = hub.client();
        JsonNode answer = client.get(things.path + HubClient.query(query));
        hub.print(answer, out -> {
            Instant now = Instant.now();
            Table table = new Table(head);
            answer.path(things.list).forEach(entry -> table.row(cells(entry, now)));
            table.print(out);
            out.println(summary(answer, answer.path(things.list).size(), now));
            more(client, out);
        });
        return ExitCodes.DONE;
    }

    /** A field's text; empty where there is none. */
    static String text(JsonNode entry, String field) {
        return entry.path(field).asText("");
    }

    /** A field's time, and how long ago that is; empty where there is none. */
    static String time(JsonNode entry, String field, Instant now) {
        return entry.has(field) ? Ago.both(text(entry, field), now) : "";
    }
}
