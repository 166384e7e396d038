package io.tocsin.pipeline.incident;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Shared;
import io.tocsin.model.notice.Related;
import io.tocsin.store.sql.Statements;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Incidents that share something and began within a time of each other. What an incident shares is written when an alert begins in
 * it, and looked up by that when it is told or shown; an incident that shares nothing costs nothing.
 */
public final class RelatedIncidents {

    /** So much of an incident is remembered; what its alerts share beyond that relates it to nothing. */
    private static final int MOST_SHARED = 10;

    /** So many others are looked at of each that it shares, the newest. */
    private static final int MOST_COUNTED = 200;

    private static final String INSERT = """
            INSERT INTO incident_relation (relation_key, began_at, incident_id, within) VALUES (?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private static final String SHARED =
            "SELECT relation_key, began_at, within FROM incident_relation WHERE incident_id = ?";

    /** Within the shorter of both times: each of two is related to the other, or neither is. */
    private static final String OTHERS = """
            SELECT incident_id, began_at FROM incident_relation
            WHERE relation_key = ? AND began_at BETWEEN ? AND ? AND ABS(began_at - ?) <= within
            ORDER BY began_at DESC LIMIT\s""" + (MOST_COUNTED + 1);

    private static final String NAMED = """
            SELECT id, title, severity, opened_at,
                   CASE WHEN closed_at IS NOT NULL THEN 'closed'
                        WHEN state = 'open' AND acknowledged_by IS NOT NULL THEN 'acknowledged' ELSE state END AS state
            FROM incident WHERE id IN (<list>)
            """;

    private record Row(String key, String incident, Shared shared) {}

    private record Began(String key, long at, long within) {}

    private final Handle tx;
    private final Instant now;
    private final Function<String, Optional<IncidentRow>> atHand;

    /** @param atHand finds an incident that is changed in this transaction, and so not in its row yet */
    RelatedIncidents(Handle tx, Instant now, Function<String, Optional<IncidentRow>> atHand) {
        this.tx = tx;
        this.now = now;
        this.atHand = atHand;
    }

    /** Those that an incident is related to, for a reader. */
    public static Related read(Handle tx, String incidentId) {
        return new RelatedIncidents(tx, Instant.EPOCH, id -> Optional.empty()).of(incidentId);
    }

    /** An alert begins in an incident, which shares what the alert does from now on. */
    void begins(IncidentRow row, List<Shared> shared) {
        List<Row> fresh = shared.stream()
                .filter(one -> row.shares(one.key(), MOST_SHARED))
                .map(one -> new Row(one.key(), row.id(), one))
                .toList();
        Statements.of(tx).each(INSERT, fresh, (values, one) -> values.text(one.key)
                .time(now)
                .text(one.incident)
                .number(one.shared.within().toMillis()));
    }

    /** What an incident shares, for one that its alerts go on in. */
    List<Shared> sharedBy(String incidentId) {
        return Statements.of(tx)
                .list(
                        SHARED,
                        values -> values.text(incidentId),
                        row -> new Shared(row.getString(1), Duration.ofMillis(row.getLong(3))));
    }

    /** Those that an incident is related to. */
    Related of(String incidentId) {
        Statements statements = Statements.of(tx);
        Map<String, Long> others = new HashMap<>();
        for (Began mine : statements.list(
                SHARED,
                values -> values.text(incidentId),
                row -> new Began(row.getString(1), row.getLong(2), row.getLong(3)))) {
            statements
                    .list(
                            OTHERS,
                            values -> values.text(mine.key)
                                    .number(mine.at - mine.within)
                                    .number(mine.at + mine.within)
                                    .number(mine.at),
                            row -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(other -> others.merge(other.getKey(), other.getValue(), Math::max));
        }
        others.remove(incidentId);
        Set<String> newest = new LinkedHashSet<>();
        others.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .limit(Related.MOST)
                .forEach(other -> newest.add(other.getKey()));
        List<Related.Other> named = named(newest);
        return named.isEmpty() ? Related.NONE : new Related(named, others.size() - newest.size());
    }

    private List<Related.Other> named(Set<String> ids) {
        Map<String, Related.Other> found = new HashMap<>();
        Statements.of(tx)
                .among(
                        NAMED,
                        ids,
                        row -> new Related.Other(
                                row.getString("id"),
                                row.getString("title"),
                                Severity.ofWord(row.getString("severity")).orElse(Severity.INFO),
                                row.getString("state"),
                                Instant.ofEpochMilli(row.getLong("opened_at"))))
                .forEach(other -> found.put(other.id(), other));
        List<Related.Other> named = new ArrayList<>();
        ids.forEach(id -> atHand.apply(id)
                .map(RelatedIncidents::other)
                .or(() -> Optional.ofNullable(found.get(id)))
                .ifPresent(named::add));
        return named;
    }

    private static Related.Other other(IncidentRow row) {
        Incident incident = row.incident();
        return new Related.Other(
                row.id(),
                row.group.isGrouped() ? row.group.title() : incident.title(),
                incident.severity(),
                incident.status().word(),
                incident.openedAt());
    }
}
