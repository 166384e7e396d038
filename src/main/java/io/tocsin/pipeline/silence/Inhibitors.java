package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import io.tocsin.model.silence.Inhibition;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    /** @param both 1 where the alert fits the target, too */
    private record Row(String inhibition, String key, long both) {}

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
        Set<Row> holds = fires ? rows(alert) : Set.of();
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

    private Set<Row> rows(JsonNode alert) {
        List<Inhibition> sources = files.get().sources(alert);
        if (sources.isEmpty()) {
            return Set.of();
        }
        List<Inhibition> targets = files.get().targets(alert);
        return sources.stream()
                .map(one -> new Row(one.name(), one.key(alert), targets.contains(one) ? 1 : 0))
                .collect(Collectors.toSet());
    }

    /** What holds an alert back that fires. */
    Optional<Hold> hold(Handle tx, String alertId, JsonNode alert) {
        List<Inhibition> targets = files.get().targets(alert);
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        List<Inhibition> sources = files.get().sources(alert);
        Statements statements = Statements.of(tx);
        for (Inhibition one : targets) {
            String key = one.key(alert);
            boolean holds = !statements
                    .list(
                            holding,
                            values -> values.text(one.name())
                                    .text(key)
                                    .text(alertId)
                                    .number(sources.contains(one) ? 0 : 1),
                            row -> 1)
                    .isEmpty();
            if (holds) {
                return Optional.of(one.hold(key));
            }
        }
        return Optional.empty();
    }
}
