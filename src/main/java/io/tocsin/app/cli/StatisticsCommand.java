package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.time.Span;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub statistics}. */
@Command(
        name = "statistics",
        description =
                "What happened over time: alerts, incidents, notices, deliveries, and how long it took; or of each"
                        + " rule, receiver, severity or source in all.",
        mixinStandardHelpOptions = true,
        footer = {"./hub statistics --since 30d", "./hub statistics --by rule --since 7d", "./hub statistics noise"},
        subcommands = StatisticsNoiseCommand.class)
final class StatisticsCommand implements Callable<Integer> {

    /** The columns: what a reader sees over each field that is counted. */
    private static final Map<String, String> COUNTS = new LinkedHashMap<>();

    /** The same of what took time. */
    private static final Map<String, String> TIMES = new LinkedHashMap<>();

    static {
        COUNTS.put("alerts", "ALERTS");
        COUNTS.put("incidents", "INCIDENTS");
        COUNTS.put("acknowledged", "ACKED");
        COUNTS.put("resolved", "RESOLVED");
        COUNTS.put("notices", "NOTICES");
        COUNTS.put("delivered", "DELIVERED");
        COUNTS.put("dead", "DEAD");
        COUNTS.put("retried", "RETRIED");
        TIMES.put("timeToAcknowledge", "TO ACK P50, P95");
        TIMES.put("timeToResolve", "TO RESOLVE P50, P95");
        TIMES.put("timeToDeliver", "TO DELIVER P50, P95");
    }

    @Option(
            names = "--by",
            paramLabel = "WORD",
            defaultValue = "",
            description = "rule, receiver, severity or source: one line for each, over the whole time.")
    private String by;

    @Option(
            names = "--step",
            paramLabel = "WORD",
            defaultValue = "",
            description = "hour, day or week; without it hours of two days and less, else days.")
    private String step;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "",
            description = "By whose clock days begin, such as Europe/Berlin; without it UTC.")
    private String zone;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "With --by: of so many of which there is most (${DEFAULT-VALUE}); 100 at most.")
    private int limit;

    @Mixin
    private PeriodOptions period;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>();
        period.addTo(query);
        query.put("by", by.toLowerCase(Locale.ROOT));
        query.put("step", step.toLowerCase(Locale.ROOT));
        query.put("zone", zone);
        query.put("limit", Integer.toString(limit));
        JsonNode answer = hub.client().get("/v1/statistics" + HubClient.query(query));
        hub.print(answer, out -> print(answer, out));
        return 0;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        boolean named = answer.has("by");
        JsonNode series = answer.path("series");
        List<JsonNode> rows = new ArrayList<>();
        series.forEach(one -> {
            if (named) {
                rows.add(one.path("total"));
            } else {
                one.path("steps").forEach(rows::add);
            }
        });
        List<String> counts = COUNTS.keySet().stream()
                .filter(field -> rows.stream().anyMatch(row -> row.has(field)))
                .toList();
        List<String> times = TIMES.keySet().stream()
                .filter(field -> rows.stream().anyMatch(row -> row.has(field)))
                .toList();
        String first = named ? answer.path("by").asText().toUpperCase(Locale.ROOT) : "FROM";
        Table table = new Table(Stream.of(
                        Stream.of(first),
                        counts.stream().map(COUNTS::get),
                        times.stream().map(TIMES::get))
                .flatMap(names -> names)
                .toArray(String[]::new));
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            String name = named ? series.get(i).path("name").asText() : begin(row, answer);
            table.row(Stream.of(
                            Stream.of(name),
                            counts.stream().map(field -> row.path(field).asText("")),
                            times.stream().map(field -> took(row.path(field))))
                    .flatMap(cells -> cells)
                    .toArray(String[]::new));
        }
        table.print(out);
        end(answer, rows.isEmpty(), out);
    }

    private static void end(JsonNode answer, boolean isEmpty, PrintWriter out) {
        String time =
                answer.path("from").asText() + " until " + answer.path("until").asText();
        out.println((isEmpty ? "nothing from " : "from ")
                + TerminalText.line(time, 60)
                + (answer.has("others") ? "; " + answer.path("others").asLong() + " more (--limit)" : "")
                + (answer.has("madeAt")
                        ? "; counted up to "
                                + Ago.words(
                                        Instant.parse(answer.path("madeAt").asText())
                                                .truncatedTo(ChronoUnit.SECONDS),
                                        Instant.now())
                        : "; nothing was counted yet"));
    }

    private static String begin(JsonNode row, JsonNode answer) {
        String pattern = answer.path("step").asText().equals("hour") ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneId.of(answer.path("zone").asText("UTC")))
                .format(Instant.parse(row.path("at").asText()));
    }

    /** The middle and the 95th percentile. */
    private static String took(JsonNode times) {
        return times.isMissingNode() ? "" : words(times.path("p50")) + ", " + words(times.path("p95"));
    }

    private static String words(JsonNode seconds) {
        Duration time = Duration.ofMillis(Math.round(seconds.asDouble() * 1000));
        return time.compareTo(Duration.ofSeconds(1)) < 0 ? time.toMillis() + " ms" : Span.words(time);
    }
}
