package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./hub statistics noise}. */
@Command(
        name = "noise",
        description =
                "What wears people out: rules whose incidents nobody acknowledged, alerts that came and went most, who"
                        + " was paged at night.",
        mixinStandardHelpOptions = true,
        footer = "./hub statistics noise --since 30d")
final class StatisticsNoiseCommand implements Callable<Integer> {

    @Mixin
    private PeriodOptions period;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        period.addTo(query);
        JsonNode answer = hub.client().get("/v1/statistics/noise" + HubClient.query(query));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        out.println("rules whose incidents nobody acknowledged");
        list(answer.path("rules"), out, new Table("RULE", "NOTICES", "INCIDENTS"), "rule", "notices", "incidents");
        out.println("alerts that came and went");
        list(answer.path("alerts"), out, new Table("ALERT", "CHANGES", "TITLE"), "alert", "changes", "title");
        if (answer.has("people")) {
            out.println("people who were paged at night (22:00 to 08:00 by their own clock)");
            list(answer.path("people"), out, new Table("PERSON", "PAGES", "NIGHTS"), "person", "pages", "nights");
        }
        out.println("from " + TerminalText.line(answer.path("from").asText(), 30) + " until "
                + TerminalText.line(answer.path("until").asText(), 30));
    }

    private static void list(
            JsonNode entries, PrintWriter out, Table table, String first, String second, String third) {
        entries.forEach(entry -> table.row(
                entry.path(first).asText(),
                entry.path(second).asText(),
                entry.path(third).asText()));
        if (entries.isEmpty()) {
            out.println("none");
        }
        table.print(out);
    }
}
