package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.sql.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Statistics for a reader, of the hours that {@link RollUp} made. All methods block. */
public final class Statistics {

    private static final String SUMS = Arrays.stream(Count.values())
            .map(count -> "SUM(%1$s) AS %1$s".formatted(count.column()))
            .collect(Collectors.joining(", "));

    static final String NAMES = "SELECT name, " + SUMS
            + " FROM statistic WHERE dimension = :dimension AND hour >= :from AND hour < :until GROUP BY name";

    static final String ROWS = """
            SELECT * FROM statistic WHERE dimension = :dimension AND hour >= :from AND hour < :until AND name IN (<names>) ORDER BY hour
            """;

    private static final String MADE = "SELECT MAX(made_at) FROM statistic_hour WHERE hour < :until";

    private final Store store;
    private final ObjectMapper json;

    /**
     * @param store where they are
     * @param json makes what is given back
     */
    public Statistics(Store store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    private record Named(String name, long weight) {}

    /** What is going on of one name: all of it, and the step that is being read. */
    private final class Line {
        private final Dimension dimension;
        private final Sums total = new Sums();
        private final ArrayNode steps = json.createArrayNode();
        private Optional<Instant> at = Optional.empty();
        private Sums step = new Sums();

        private Line(Dimension dimension) {
            this.dimension = dimension;
        }

        void add(Instant begin, ResultSet row) throws SQLException {
            if (!at.equals(Optional.of(begin))) {
                end();
                at = Optional.of(begin);
                step = new Sums();
            }
            step.add(row);
            total.add(row);
        }

        void end() {
            at.ifPresent(begin -> step.write(steps.addObject().put("at", begin.toString()), dimension));
        }
    }

    /**
     * What was counted, by name and step: {@code {from, until, step, by, madeAt, series: [{name, total, steps: [{at, ...}]}], others}}.
     * Steps in which there was nothing are left out.
     */
    public ObjectNode series(SeriesOrder order) {
        return store.read(tx -> {
            List<Named> names = names(tx, order);
            Map<String, Line> lines = new LinkedHashMap<>();
            names.stream().limit(order.names()).forEach(one -> lines.put(one.name, new Line(order.by())));
            if (!lines.isEmpty()) {
                tx.createQuery(ROWS)
                        .bind("dimension", order.by().word())
                        .bind("from", order.from().toEpochMilli())
                        .bind("until", order.until().toEpochMilli())
                        .bindList("names", List.copyOf(lines.keySet()))
                        .setFetchSize(500)
                        .map((row, context) -> {
                            Instant hour = Instant.ofEpochMilli(row.getLong("hour"));
                            lines.get(row.getString("name")).add(order.step().of(hour, order.zone()), row);
                            return hour;
                        })
                        .useStream(rows -> rows.forEach(read -> {}));
            }
            ObjectNode answer = head(tx, order.from(), order.until())
                    .put("step", order.step().word())
                    .put("zone", order.zone().getId());
            if (order.by() != Dimension.ALL) {
                answer.put("by", order.by().word());
            }
            ArrayNode series = answer.putArray("series");
            lines.forEach((name, line) -> {
                line.end();
                ObjectNode one = series.addObject();
                if (order.by() != Dimension.ALL) {
                    one.put("name", name);
                }
                line.total.write(one.putObject("total"), order.by());
                one.set("steps", line.steps);
            });
            if (names.size() > lines.size()) {
                answer.put("others", names.size() - lines.size());
            }
            return answer;
        });
    }

    private ObjectNode head(Handle tx, Instant from, Instant until) {
        ObjectNode answer = json.createObjectNode().put("from", from.toString()).put("until", until.toString());
        tx.createQuery(MADE)
                .bind("until", until.toEpochMilli())
                .mapTo(Long.class)
                .findOne()
                .ifPresent(at -> answer.put("madeAt", Instant.ofEpochMilli(at).toString()));
        return answer;
    }

    /** The one of which there is most comes first. */
    private static List<Named> names(Handle tx, SeriesOrder order) {
        return tx
                .createQuery(NAMES)
                .bind("dimension", order.by().word())
                .bind("from", order.from().toEpochMilli())
                .bind("until", order.until().toEpochMilli())
                .map((row, context) -> {
                    long weight = 0;
                    for (Count count : order.by().counts()) {
                        weight += row.getLong(count.column());
                    }
                    return new Named(row.getString("name"), weight);
                })
                .list()
                .stream()
                .sorted(Comparator.comparing((Named one) -> -one.weight).thenComparing(Named::name))
                .toList();
    }

    /** The most that a list of noise has. */
    static final int MOST = 50;

    static final String UNANSWERED = """
            SELECT name, SUM(incidents) AS incidents, SUM(notices) AS notices FROM statistic
            WHERE dimension = 'rule' AND hour >= :from AND hour < :until
            GROUP BY name HAVING SUM(incidents) > 0 AND SUM(acknowledged) = 0
            ORDER BY SUM(notices) DESC, SUM(incidents) DESC, name LIMIT 50
            """;

    static final String CHANGING = """
            SELECT name, MAX(detail) AS title, SUM(changes) AS changes, COUNT(*) AS hours FROM statistic
            WHERE dimension = 'alert' AND hour >= :from AND hour < :until
            GROUP BY name ORDER BY SUM(changes) DESC, name LIMIT 50
            """;

    static final String NIGHTS = """
            SELECT name, hour, detail, night_pages FROM statistic
            WHERE dimension = 'person' AND hour >= :from AND hour < :until ORDER BY hour
            """;

    /**
     * What wears people out: rules whose incidents nobody acknowledged, alerts that came and went most, who was paged at night; 50 of each
     * at most.
     *
     * @param nights whether it is told who was paged at night
     */
    public ObjectNode noise(Instant from, Instant until, boolean nights) {
        SeriesOrder whole = new SeriesOrder(Dimension.ALL, from, until, Step.WEEK, ZoneOffset.UTC, 1);
        return store.read(tx -> {
            ObjectNode answer = head(tx, whole.from(), whole.until());
            ArrayNode rules = answer.putArray("rules");
            list(tx, UNANSWERED, whole, row -> rules.addObject()
                    .put("rule", row.getString("name"))
                    .put("incidents", row.getLong("incidents"))
                    .put("notices", row.getLong("notices")));
            ArrayNode alerts = answer.putArray("alerts");
            list(tx, CHANGING, whole, row -> alerts.addObject()
                    .put("alert", row.getString("name"))
                    .put("title", row.getString("title"))
                    .put("changes", row.getLong("changes"))
                    .put("hours", row.getLong("hours")));
            if (nights) {
                Map<String, Nights> people = new TreeMap<>();
                list(tx, NIGHTS, whole, row -> people.computeIfAbsent(row.getString("name"), Nights::new)
                        .add(
                                Instant.ofEpochMilli(row.getLong("hour")),
                                row.getString("detail"),
                                row.getLong("night_pages")));
                Nights.write(people.values(), MOST, answer.putArray("people"));
            }
            return answer;
        });
    }

    /** Takes a row into an answer. */
    @FunctionalInterface
    private interface Taking {
        void take(ResultSet row) throws SQLException;
    }

    private static void list(Handle tx, String query, SeriesOrder whole, Taking taking) {
        tx.createQuery(query)
                .bind("from", whole.from().toEpochMilli())
                .bind("until", whole.until().toEpochMilli())
                .map((row, context) -> {
                    taking.take(row);
                    return "";
                })
                .useStream(rows -> rows.forEach(read -> {}));
    }
}
