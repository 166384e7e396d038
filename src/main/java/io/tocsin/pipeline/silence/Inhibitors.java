package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Values;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Alerts that fire and keep others quiet, as rows: kept where an alert is decided, asked where a target's rules look. */
final class Inhibitors {

    private static final String OF_ALERT = "SELECT inhibition, equal_key, fits_both FROM inhibitor WHERE alert_id = ?";

    private static final String INSERT =
            "INSERT INTO inhibitor (inhibition, equal_key, alert_id, fits_both) VALUES (?, ?, ?, ?)";

    private static final String DELETE =
            "DELETE FROM inhibitor WHERE inhibition = ? AND equal_key = ? AND alert_id = ?";

    private static final String HOLDING = """
            SELECT 1 FROM inhibitor WHERE inhibition = ? AND equal_key = ? AND alert_id <> ? AND fits_both <= ? LIMIT 1
            """;

    /** Of those that are asked, by their places, the first alert of each that fires, as a part of its row. */
    private static final String ASKED = """
            WITH asked (place, inhibition, equal_key, fits_both) AS (VALUES %s)
            SELECT place, (SELECT %s
                           WHERE i.inhibition = asked.inhibition AND i.equal_key = asked.equal_key
                             AND i.alert_id <> ? AND i.fits_both <= asked.fits_both
                           ORDER BY i.alert_id LIMIT 1) AS source
            FROM asked ORDER BY place
            """;

    /** Of a transaction, in which the alert may not be written yet. */
    private static final String ID = "i.alert_id FROM inhibitor i";

    private static final String FINGERPRINT = "a.fingerprint FROM inhibitor i JOIN alert a ON a.id = i.alert_id";

    /** So many are asked of together. */
    private static final int MOST_ASKED = 64;

    /** @param both 1 where the alert fits the target, too */
    record Row(String inhibition, String key, long both) {}

    /** Which of these, in their order, is the first of which an alert fires that keeps others quiet. */
    @FunctionalInterface
    interface Firing {
        /**
         * @param asked whose {@code both} is 1 where an alert that fits the target, too, counts as well; one at least
         * @return its place
         */
        Optional<Integer> first(List<Row> asked);
    }

    private final Supplier<FileHolds> files;
    private final String holding;

    /**
     * @param files what rules files say now
     * @param forShare what holds a row that is found until the transaction ends: whoever removes it finds what it held
     */
    Inhibitors(Supplier<FileHolds> files, String forShare) {
        this.files = files;
        this.holding = HOLDING + forShare;
    }

    /**
     * Keeps what an alert holds others back by; where it stops, those are looked at.
     *
     * @param fires whether it goes on
     */
    void see(Handle tx, String alertId, JsonNode alert, boolean fires, Instant now) {
        if (files.get().inhibitions().isEmpty()) {
            return;
        }
        Set<Row> holds = fires ? rows(files.get(), alert) : Set.of();
        Statements statements = Statements.of(tx);
        Set<Row> held = Set.copyOf(statements.list(
                OF_ALERT,
                values -> values.text(alertId),
                row -> new Row(row.getString(1), row.getString(2), row.getLong(3))));
        List<Row> gone = held.stream().filter(row -> !holds.contains(row)).toList();
        List<Row> begun = holds.stream().filter(row -> !held.contains(row)).toList();
        statements.each(DELETE, gone, (values, row) -> values.text(row.inhibition)
                .text(row.key)
                .text(alertId));
        statements.each(INSERT, begun, (values, row) -> values.text(row.inhibition)
                .text(row.key)
                .text(alertId)
                .number(row.both));
        gone.forEach(row ->
                Releases.release(tx, Inhibition.holder(row.inhibition, row.key), "what held it back is over", now));
    }

    /** What an alert that fires keeps others quiet by. */
    static Set<Row> rows(FileHolds files, JsonNode alert) {
        List<Inhibition> sources = files.sources(alert);
        if (sources.isEmpty()) {
            return Set.of();
        }
        List<Inhibition> targets = files.targets(alert);
        return sources.stream()
                .map(one -> new Row(one.name(), one.key(alert), targets.contains(one) ? 1 : 0))
                .collect(Collectors.toSet());
    }

    /** What holds an alert back that fires. */
    Optional<Hold> hold(Handle tx, String alertId, JsonNode alert) {
        return hold(files.get(), alert, asked -> first(tx, alertId, asked));
    }

    /** Where several are asked, one statement says which are to be; it holds nothing, which is done one by one for the few that do. */
    private Optional<Integer> first(Handle tx, String alertId, List<Row> asked) {
        return (asked.size() == 1 ? Stream.of(0) : sources(tx, ID, alertId, asked).keySet().stream())
                .filter(place -> isHolding(tx, alertId, asked.get(place)))
                .findFirst();
    }

    private boolean isHolding(Handle tx, String alertId, Row one) {
        return !Statements.of(tx)
                .list(
                        holding,
                        values -> values.text(one.inhibition)
                                .text(one.key)
                                .text(alertId)
                                .number(one.both),
                        row -> 1)
                .isEmpty();
    }

    /** The same, whoever knows which others fire. */
    static Optional<Hold> hold(FileHolds files, JsonNode alert, Firing others) {
        return Targeted.of(files, alert).hold(others);
    }

    /**
     * Whatever an alert could be kept quiet by.
     *
     * @param by the inhibitions whose target it is
     * @param asked what has to fire for each of them, in the same order
     */
    record Targeted(List<Inhibition> by, List<Row> asked) {

        static Targeted of(FileHolds files, JsonNode alert) {
            List<Inhibition> targets = files.targets(alert);
            return new Targeted(targets, targets.isEmpty() ? List.of() : Inhibitors.asked(files, targets, alert));
        }

        /** What keeps it quiet, whoever knows which others fire. */
        Optional<Hold> hold(Firing others) {
            return by.isEmpty()
                    ? Optional.empty()
                    : others.first(asked).map(place -> by.get(place).hold(asked.get(place).key));
        }
    }

    private static List<Row> asked(FileHolds files, List<Inhibition> targets, JsonNode alert) {
        List<Inhibition> sources = files.sources(alert);
        return targets.stream()
                .map(one -> new Row(one.name(), one.key(alert), sources.contains(one) ? 0 : 1))
                .toList();
    }

    /** The fingerprints of the alerts that hold one back that fires: one for each inhibition that does. */
    List<String> inhibitedBy(Handle tx, String alertId, JsonNode alert) {
        List<Inhibition> targets = files.get().targets(alert);
        return targets.isEmpty()
                ? List.of()
                : sources(tx, FINGERPRINT, alertId, asked(files.get(), targets, alert)).values().stream()
                        .distinct()
                        .toList();
    }

    /** The places of those of which an alert fires, in their order, with what names it. */
    private static Map<Integer, String> sources(Handle tx, String name, String alertId, List<Row> asked) {
        Map<Integer, String> found = new TreeMap<>();
        for (int from = 0; from < asked.size(); from += MOST_ASKED) {
            List<Row> some = asked.subList(from, Math.min(from + MOST_ASKED, asked.size()));
            int start = from;
            Statements.of(tx)
                    .list(ASKED.formatted(places(some.size()), name), values -> bind(values, some, alertId), row -> {
                        String source = row.getString("source");
                        return source == null ? null : found.put(start + row.getInt("place"), source);
                    });
        }
        return found;
    }

    private static String places(int size) {
        return IntStream.range(0, size)
                .mapToObj(place -> "(" + place + ", ?, ?, ?)")
                .collect(Collectors.joining(", "));
    }

    private static void bind(Values values, List<Row> asked, String alertId) throws SQLException {
        for (Row one : asked) {
            values.text(one.inhibition).text(one.key).number(one.both);
        }
        values.text(alertId);
    }
}
