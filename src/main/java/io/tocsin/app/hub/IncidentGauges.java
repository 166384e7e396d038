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
 * How incidents stand, what is held back and asked, and whether timers are late: counted by indexes of what is open, held or due alone, and
 * not more often than every few seconds, however many scrape.
 */
final class IncidentGauges {

    private static final Duration EVERY = Duration.ofSeconds(10);

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

    /** By the index of those that are open. */
    private static final String QUESTIONS = "SELECT count(*) FROM question WHERE state = 'open'";

    /** Rows that wait for a time, by what happens then. */
    private enum Timer {
        LOOK(DueRows.of("due_at", "incident WHERE due_at IS NOT NULL")),
        EXPIRY(DueRows.of("expires_at", "alert WHERE expires_at IS NOT NULL")),
        RELEASE(DueRows.of("at", "released WHERE at IS NOT NULL")),
        NOTICE(DueRows.of("due_at", "hold_notice WHERE due_at IS NOT NULL")),
        CHECK_IN(DueRows.of("due_at", "check_in WHERE due_at IS NOT NULL")),
        QUESTION(DueRows.of("due_at", "question WHERE due_at IS NOT NULL")),
        SHIFT(DueRows.of("due_at", "shift_seen WHERE due_at IS NOT NULL")),
        /** By the index of what is not sealed: ids are made in the order of time. */
        SEAL(new DueRows("at", "audit WHERE seq IS NULL", "id"));

        private final DueRows rows;

        Timer(DueRows rows) {
            this.rows = rows;
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
    private final MultiGauge questions;
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
        this.questions = gauge(meters, "tocsin.questions.open", "Questions, such as approvals, that can be answered");
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
        questions.register(
                List.of(MultiGauge.Row.of(
                        Tags.empty(),
                        tx.createQuery(QUESTIONS).mapTo(Double.class).one())),
                true);
        Map<String, Double> many = new LinkedHashMap<>();
        Map<String, Double> since = new LinkedHashMap<>();
        for (Timer timer : Timer.values()) {
            many.put(timer.word(), (double) timer.rows.count(tx, now));
            since.put(timer.word(), timer.rows.lateSeconds(tx, now));
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
