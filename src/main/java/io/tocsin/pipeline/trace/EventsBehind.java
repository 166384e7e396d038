package io.tocsin.pipeline.trace;

import io.tocsin.store.sql.Id;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finds the events behind anything that has an id, so that every id that an operator meets leads to a trace. */
final class EventsBehind {

    private static final Map<Id, String> QUERIES = Map.of(
            Id.EVENT, "SELECT id FROM event WHERE id = :id",
            Id.ALERT, """
                    SELECT n.event_id FROM notice n JOIN incident i ON i.id = n.incident_id
                    WHERE i.alert_id = :id OR i.id = (SELECT incident_id FROM alert WHERE id = :id)
                    UNION SELECT event_id FROM alert WHERE id = :id
                    """,
            Id.INCIDENT, """
                    SELECT event_id FROM notice WHERE incident_id = :id
                    UNION SELECT a.event_id FROM incident i JOIN alert a ON a.id = i.alert_id
                    WHERE i.id = :id AND NOT EXISTS (SELECT 1 FROM notice WHERE incident_id = :id)
                    """,
            Id.NOTICE, "SELECT event_id FROM notice WHERE id = :id",
            Id.DELIVERY, """
                    SELECT n.event_id FROM notice n JOIN delivery d ON d.notice_id = n.id
                    WHERE d.id = :id OR d.digest_id = :id
                    """,
            Id.DEAD_LETTER, "SELECT event_id FROM dead_letter WHERE id = :id");

    /** Of the events after the first, so many are looked through: what is asked for is most likely not older. */
    private static final String REPEATS = """
            SELECT id FROM (SELECT id, decision FROM event WHERE id > :first ORDER BY id LIMIT 10000) newer
            WHERE decision LIKE :named ORDER BY id LIMIT 200
            """;

    private EventsBehind() {}

    /**
     * Events that only repeated an incident or alert, so that nobody was notified of them; the oldest first, at most 200, and of
     * the 10,000 that came after the first.
     *
     * @param events those behind it that somebody was notified of, the oldest first
     */
    static List<String> repeats(Handle tx, String id, List<String> events) {
        if (!Id.INCIDENT.names(id) && !Id.ALERT.names(id)) {
            return List.of();
        }
        return tx
                .createQuery(REPEATS)
                .bind("first", events.get(0))
                .bind("named", "%\"" + id + "\"%")
                .mapTo(String.class)
                .list()
                .stream()
                .filter(event -> !events.contains(event))
                .toList();
    }

    /** Their ids, the oldest first; empty for an id that leads nowhere. */
    static List<String> find(Handle tx, String id) {
        return QUERIES.entrySet().stream()
                .filter(query -> query.getKey().names(id))
                .flatMap(query -> tx.createQuery(query.getValue()).bind("id", id).mapTo(String.class).list().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
