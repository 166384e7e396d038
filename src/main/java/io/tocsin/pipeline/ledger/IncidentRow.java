package io.tocsin.pipeline.ledger;

import io.tocsin.model.alert.AlertKey;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.OpenIncident;
import io.tocsin.store.sql.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** One incident as the store keeps it, changed in memory while a decision is made and then written once. */
final class IncidentRow {

    /** Which incident: one per rule and alert, of which at most one is open. */
    record Key(String rule, AlertKey alert) {

        static Key of(String rule, String group) {
            int end = group.indexOf(' ');
            return new Key(rule, new AlertKey(group.substring(0, end), group.substring(end + 1)));
        }

        String group() {
            return alert.text();
        }
    }

    private static final String UPSERT = """
            INSERT INTO incident (id, rule, group_key, state, severity, title, opened_at, noticed_at, notices,
                                  resolved_at)
            VALUES (:id, :rule, :group_key, :state, :severity, :title, :opened_at, :noticed_at, :notices, :resolved_at)
            ON CONFLICT (id) DO UPDATE SET
              state = excluded.state, severity = excluded.severity, title = excluded.title,
              noticed_at = excluded.noticed_at, notices = excluded.notices, resolved_at = excluded.resolved_at
            """;

    private static final String BELONGS =
            "INSERT INTO incident_alert (incident_id, alert_id) VALUES (:incident, :alert) ON CONFLICT DO NOTHING";

    final String id;
    final Key key;
    final String alertId;
    private final Instant openedAt;
    private Severity severity;
    private String title;
    private Instant noticedAt;
    private long notices;
    private Optional<Instant> resolvedAt = Optional.empty();

    private IncidentRow(String id, Key key, String alertId, Instant openedAt) {
        this.id = id;
        this.key = key;
        this.alertId = alertId;
        this.openedAt = openedAt;
        this.noticedAt = openedAt;
    }

    static IncidentRow open(Key key, String alertId, Instant now) {
        return new IncidentRow(Id.INCIDENT.next(), key, alertId, now);
    }

    /** The open incidents of these alerts, whatever their rule. */
    static List<IncidentRow> load(Handle tx, Set<AlertKey> alerts) {
        List<IncidentRow> rows = new ArrayList<>();
        if (!alerts.isEmpty()) {
            tx.createQuery("SELECT * FROM incident WHERE state = 'open' AND group_key IN (<groups>)")
                    .bindList("groups", alerts.stream().map(AlertKey::text).toList())
                    .map((row, context) -> {
                        IncidentRow incident = new IncidentRow(
                                row.getString("id"),
                                Key.of(row.getString("rule"), row.getString("group_key")),
                                "",
                                Instant.ofEpochMilli(row.getLong("opened_at")));
                        incident.severity =
                                Severity.ofWord(row.getString("severity")).orElseThrow();
                        incident.title = row.getString("title");
                        incident.noticedAt = Instant.ofEpochMilli(row.getLong("noticed_at"));
                        incident.notices = row.getLong("notices");
                        return incident;
                    })
                    .forEach(rows::add);
        }
        return rows;
    }

    OpenIncident state() {
        return new OpenIncident(id, severity, openedAt, noticedAt, notices);
    }

    /** Takes in what an alert that goes on says, because it has something to tell. */
    void change(Severity newSeverity, String newTitle, Instant now) {
        severity = newSeverity;
        title = newTitle;
        noticedAt = now;
        notices++;
    }

    /** Its alert is over. What is over keeps the name and the severity under which people heard of it. */
    void resolve(Instant now) {
        noticedAt = now;
        notices++;
        resolvedAt = Optional.of(now);
    }

    /** Its alert is over, and nobody is notified of it. */
    void end(Instant now) {
        resolvedAt = Optional.of(now);
    }

    boolean isResolved() {
        return resolvedAt.isPresent();
    }

    Severity severity() {
        return severity;
    }

    String title() {
        return title;
    }

    Instant openedAt() {
        return openedAt;
    }

    Optional<Instant> resolvedAt() {
        return resolvedAt;
    }

    long notices() {
        return notices;
    }

    static void write(Handle tx, Collection<IncidentRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(UPSERT);
        PreparedBatch belongs = tx.prepareBatch(BELONGS);
        for (IncidentRow row : rows) {
            batch.bind("id", row.id)
                    .bind("rule", row.key.rule)
                    .bind("group_key", row.key.group())
                    .bind("state", row.isResolved() ? "resolved" : "open")
                    .bind("severity", row.severity.word())
                    .bind("title", row.title)
                    .bind("opened_at", row.openedAt.toEpochMilli())
                    .bind("noticed_at", row.noticedAt.toEpochMilli())
                    .bind("notices", row.notices)
                    .bind(
                            "resolved_at",
                            row.resolvedAt.map(Instant::toEpochMilli).orElse(null))
                    .add();
            if (!row.alertId.isEmpty()) {
                belongs.bind("incident", row.id).bind("alert", row.alertId).add();
            }
        }
        batch.execute();
        if (belongs.size() > 0) {
            belongs.execute();
        }
    }
}
