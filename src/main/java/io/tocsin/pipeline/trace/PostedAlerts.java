package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.sql.RowJson;
import io.tocsin.store.sql.Store;
import java.util.Optional;

/** How an alert that somebody posted stands, and what became of the request that did: for those who ask as they would another API. */
public final class PostedAlerts {

    private static final String ALERT = """
            SELECT a.content, a.status, CASE WHEN i.alert_id = a.id THEN i.title END AS title,
                   CASE WHEN i.alert_id = a.id THEN i.severity END AS severity, a.fire_count, a.first_seen_at, a.last_seen_at, i.id AS incident,
                   i.acknowledged_by, i.assigned_to
            FROM alert a LEFT JOIN incident i ON i.id = a.incident_id
            WHERE a.fingerprint = :fingerprint ORDER BY a.last_seen_at DESC, a.id DESC LIMIT 1
            """;

    private static final String EVENT = """
            SELECT body, state, settled_at FROM event WHERE id = :id AND source = :source
            """;

    private static final String UNDECIDED = """
            SELECT 1 FROM event WHERE state = 'pending' AND source = :source AND id <= :id LIMIT 1
            """;

    private final Store store;
    private final ObjectMapper json;

    /**
     * @param store where alerts and events are
     * @param json reads what the store keeps as JSON
     */
    public PostedAlerts(Store store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /** The alert with this fingerprint, seen last, with the incident that it was put into last; empty where there is none. Blocks. */
    public Optional<ObjectNode> alert(String fingerprint) {
        return store.read(tx -> tx.createQuery(ALERT)
                .bind("fingerprint", fingerprint)
                .map(new RowJson(json, "content"))
                .findOne());
    }

    /** The id of the event that came last; empty where there is none. Blocks. */
    public Optional<String> newestEvent() {
        return store.read(tx ->
                tx.createQuery("SELECT max(id) FROM event").mapTo(String.class).findOne());
    }

    /** Whether an event of that source, which came no later than that one, is still to be decided. Blocks. */
    public boolean isBehind(String source, String event) {
        return store.read(tx -> tx.createQuery(UNDECIDED)
                .bind("source", source)
                .bind("id", event)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** The event with this id, of a source; empty where there is none. Blocks. */
    public Optional<ObjectNode> event(String id, String source) {
        return store.read(tx -> tx.createQuery(EVENT)
                .bind("id", id)
                .bind("source", source)
                .map(new RowJson(json, "body"))
                .findOne());
    }
}
