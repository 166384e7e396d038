package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** How to go on, behind the count of what was shown; empty on the last page. @param answer a page, as the API gives it */
    static String next(JsonNode answer) {
        return answer.has("next")
                ? "; go on with --after "
                        + TerminalText.line(answer.path("next").asText(), 80)
                : "";
    }
}
