package io.tocsin.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertJson;
import io.tocsin.alert.AlertKey;
import io.tocsin.alert.AlertStatus;
import io.tocsin.store.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** One alert as the store keeps it, changed in memory while a decision is made and then written once. */
final class AlertRow {

    private static final String UPSERT = """
            INSERT INTO alert (id, identity, fingerprint, status, severity, content, fire_count, first_seen_at, last_seen_at,
                               event_id, resolve_after, told_at)
            VALUES (:id, :identity, :fingerprint, :status, :severity, :content, :fire_count, :first_seen_at, :last_seen_at,
                    :event_id, :resolve_after, :told_at)
            ON CONFLICT (identity, fingerprint) DO UPDATE SET
              status = excluded.status, severity = excluded.severity, content = excluded.content,
              fire_count = excluded.fire_count, last_seen_at = excluded.last_seen_at, event_id = excluded.event_id,
              resolve_after = excluded.resolve_after, told_at = excluded.told_at
            """;

    final String id;
    final AlertKey key;
    private final long firstSeenAt;
    private String status;
    private String severity;
    private String content;
    private long fireCount;
    private long lastSeenAt;
    private String eventId;
    private Long resolveAfter;
    private Long toldAt;

    private AlertRow(String id, AlertKey key, long firstSeenAt) {
        this.id = id;
        this.key = key;
        this.firstSeenAt = firstSeenAt;
    }

    static AlertRow fresh(String id, AlertKey key, Instant now) {
        return new AlertRow(id, key, now.toEpochMilli());
    }

    /** Those of these alerts that are known; asked by fingerprint, of which few identities share one. */
    static Map<AlertKey, AlertRow> load(Handle tx, Set<AlertKey> keys) {
        Map<AlertKey, AlertRow> rows = new HashMap<>();
        if (!keys.isEmpty()) {
            tx
                    .createQuery("SELECT * FROM alert WHERE fingerprint IN (<fingerprints>)")
                    .bindList(
                            "fingerprints",
                            keys.stream().map(AlertKey::fingerprint).distinct().toList())
                    .map((row, context) -> {
                        AlertRow alert = new AlertRow(
                                row.getString("id"),
                                new AlertKey(row.getString("identity"), row.getString("fingerprint")),
                                row.getLong("first_seen_at"));
                        alert.status = row.getString("status");
                        alert.severity = row.getString("severity");
                        alert.content = row.getString("content");
                        alert.fireCount = row.getLong("fire_count");
                        alert.lastSeenAt = row.getLong("last_seen_at");
                        alert.eventId = row.getString("event_id");
                        long resolveAfter = row.getLong("resolve_after");
                        alert.resolveAfter = row.wasNull() ? null : resolveAfter;
                        long toldAt = row.getLong("told_at");
                        alert.toldAt = row.wasNull() ? null : toldAt;
                        return alert;
                    })
                    .stream()
                    .filter(alert -> keys.contains(alert.key))
                    .forEach(alert -> rows.put(alert.key, alert));
        }
        return rows;
    }

    /** Whether the sender has said something since: queues and buses do not keep order, and neither does a redrive. */
    boolean heardLaterThan(Alert alert) {
        return toldAt != null
                && alert.toldAt().isPresent()
                && alert.toldAt().get().toEpochMilli() < toldAt;
    }

    /** Counts what is older than what stands. */
    void seeLate(Instant now) {
        lastSeenAt = now.toEpochMilli();
    }

    /** Whether the store already holds what the alert says; the content may differ. */
    boolean holds(Alert alert) {
        return alert.status().word().equals(status) && alert.severity().word().equals(severity);
    }

    /**
     * What is told of an alert that is over, with what was known of it where it says nothing: a resolution may be no more
     * than a key, and people want to read what is over.
     */
    Observed complete(Observed told, ObjectMapper mapper) {
        if (told.alert().status() == AlertStatus.FIRING || content == null) {
            return told;
        }
        ObjectNode whole = (ObjectNode) JsonText.read(mapper, content);
        told.json().properties().stream()
                .filter(field -> !isEmpty(field.getValue()))
                .forEach(field -> whole.set(field.getKey(), field.getValue()));
        whole.remove("resolveAfter");
        if (told.alert().toldAt().isEmpty()) {
            whole.remove("toldAt");
        }
        Alert alert = AlertJson.read(whole);
        return new Observed(alert, whole, told.matches(), told.seen());
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode()
                ? value.isEmpty()
                : value.isTextual() && value.textValue().isEmpty();
    }

    void see(Alert alert, String json, String event, Instant now) {
        status = alert.status().word();
        severity = alert.severity().word();
        content = json;
        fireCount += alert.status() == AlertStatus.FIRING ? 1 : 0;
        lastSeenAt = now.toEpochMilli();
        eventId = event;
        toldAt = alert.toldAt().map(Instant::toEpochMilli).orElse(null);
        resolveAfter = alert.resolveAfter().map(Duration::toMillis).orElse(null);
    }

    static void write(Handle tx, Collection<AlertRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(UPSERT);
        for (AlertRow row : rows) {
            batch.bind("id", row.id)
                    .bind("identity", row.key.identity())
                    .bind("fingerprint", row.key.fingerprint())
                    .bind("status", row.status)
                    .bind("severity", row.severity)
                    .bind("content", row.content)
                    .bind("fire_count", row.fireCount)
                    .bind("first_seen_at", row.firstSeenAt)
                    .bind("last_seen_at", row.lastSeenAt)
                    .bind("event_id", row.eventId)
                    .bind("resolve_after", row.resolveAfter)
                    .bind("told_at", row.toldAt)
                    .add();
        }
        batch.execute();
    }
}
