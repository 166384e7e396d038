package io.tocsin.app.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Which page of a list. */
final class PageOptions {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}); 1000 at most.")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            defaultValue = "",
            description = "The next page, from where the last one ended.")
    private String after;

    /** Adds what was said to a query, under the API's names. */
    void addTo(Map<String, String> query) {
        query.put("limit", Integer.toString(limit));
        query.put("after", after);
    }
}
