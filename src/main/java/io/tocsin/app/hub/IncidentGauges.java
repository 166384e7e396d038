package io.tocsin.app.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tocsin.model.alert.Severity;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * How incidents stand, what is held back, and whether timers are late: counted by indexes of what is open, held or due alone, and
 * not more often than every few seconds, however many scrape.
 */
final class IncidentGauges {

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** So many that are due are counted; more is the same trouble. */
    private static final int MOST = 1_000;

    private static final String OPEN =
            "SELECT severity AS name, count(*) AS value FROM incident WHERE state <> 'resolved' GROUP BY severity";

    private static final List<String> HOLDERS = List.of("silence", "window", "inhibition");

    private static final String HELD = """
            SELECT CASE WHEN held_by LIKE 'silence %' THEN 'silence' WHEN held_by LIKE 'window %' THEN 'window'
                        ELSE 'inhibition' END AS name, count(*) AS value
            FROM held GROUP BY 1
            """;

    private static final List<String> CHECK_IN_STATES = List.of("new", "up", "late");

    private static final String CHECK_INS = """
            SELECT CASE WHEN late_since IS NOT NULL THEN 'late' WHEN reported_at IS NOT NULL THEN 'up' ELSE 'new' END AS name,
                   count(*) AS value
            FROM check_in GROUP BY 1
            """;

    /** Rows that wait for a time, by what happens then: which of them, and the column that says when. */
    private enum Timer {
        LOOK("due_at", "incident WHERE due_at IS NOT NULL", "due_at"),
        EXPIRY("expires_at", "alert WHERE expires_at IS NOT NULL", "expires_at"),
        RELEASE("at", "released WHERE at IS NOT NULL", "at"),
        NOTICE("due_at", "hold_notice WHERE due_at IS NOT NULL", "due_at"),
        CHECK_IN("due_at", "check_in WHERE due_at IS NOT NULL", "due_at"),
        QUESTION("due_at", "question WHERE due_at IS NOT NULL", "due_at"),
        SHIFT("due_at", "shift_seen WHERE due_at IS NOT NULL", "due_at"),
        /** By the index of what is not sealed: ids are made in the order of time. */
        SEAL("at", "audit WHERE seq IS NULL", "id");

        private final String earliest;
        private final String due;

        Timer(String column, String rows, String order) {
            this.earliest = "SELECT " + column + " FROM " + rows + " ORDER BY " + order + " LIMIT 1";
            this.due = "SELECT count(*) FROM (SELECT 1 FROM " + rows + " AND " + column + " <= :now LIMIT " + MOST
                    + ") due";
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Store store;
    private final LongSupplier nanos;
    private final MultiGauge open;
    private final MultiGauge held;
    private final MultiGauge checkIns;
    private final MultiGauge due;
    private final MultiGauge late;
    private Optional<Long> readAt = Optional.empty();

    /** @param nanos monotonic time */
    IncidentGauges(MeterRegistry meters, Store store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
        this.open = gauge(meters, "tocsin.incidents.open", "Incidents that are not over, by severity");
        this.held = gauge(
                meters, "tocsin.incidents.held", "Incidents of which something is held back now, by what holds it");
        this.checkIns = gauge(
                meters, "tocsin.check.ins", "Check-ins by their state: new until the first report, then up or late");
        this.due = gauge(meters, "tocsin.timers.due", "Timers whose time has come, 1000 at most");
        this.late = gauge(
                meters, "tocsin.timers.late.seconds", "For how long the earliest timer is due that nobody saw to");
    }

    /** Reads the store where that is some time ago; blocks. */
    synchronized void refresh() {
        long now = nanos.getAsLong();
        if (readAt.filter(at -> now - at < EVERY.toNanos()).isPresent()) {
            return;
        }
        store.read(tx -> {
            read(tx, store.now(tx));
            return null;
        });
        readAt = Optional.of(now);
    }

    private void read(Handle tx, Instant now) {
        show(
                open,
                "severity",
                counts(
                        tx,
                        OPEN,
                        Arrays.stream(Severity.values()).map(Severity::word).toList()));
        show(held, "by", counts(tx, HELD, HOLDERS));
        show(checkIns, "state", counts(tx, CHECK_INS, CHECK_IN_STATES));
        Map<String, Double> many = new LinkedHashMap<>();
        Map<String, Double> since = new LinkedHashMap<>();
        for (Timer timer : Timer.values()) {
            many.put(
                    timer.word(),
                    tx.createQuery(timer.due)
                            .bind("now", now.toEpochMilli())
                            .mapTo(Double.class)
                            .one());
            since.put(
                    timer.word(),
                    tx.createQuery(timer.earliest)
                            .mapTo(Long.class)
                            .findOne()
                            .map(at -> Math.max(0, now.toEpochMilli() - at) / 1_000.0)
                            .orElse(0.0));
        }
        show(due, "timer", many);
        show(late, "timer", since);
    }

    /** What is not there is told as 0: what is left out cannot be watched. */
    private static Map<String, Double> counts(Handle tx, String sql, List<String> names) {
        Map<String, Double> counts = new LinkedHashMap<>();
        names.forEach(name -> counts.put(name, 0.0));
        tx.createQuery(sql)
                .map((row, context) -> Map.entry(row.getString("name"), row.getDouble("value")))
                .forEach(one -> counts.put(one.getKey(), one.getValue()));
        return counts;
    }

    private static void show(MultiGauge gauge, String tag, Map<String, Double> values) {
        gauge.register(
                values.entrySet().stream()
                        .map(one -> MultiGauge.Row.of(Tags.of(tag, one.getKey()), one.getValue()))
                        .collect(Collectors.toList()),
                true);
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }
}
