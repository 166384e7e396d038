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
                    WHERE i.alert_id = :id
                    UNION SELECT event_id FROM alert WHERE id = :id
                    """,
            Id.INCIDENT, "SELECT event_id FROM notice WHERE incident_id = :id",
            Id.NOTICE, "SELECT event_id FROM notice WHERE id = :id",
            Id.DELIVERY, """
                    SELECT n.event_id FROM notice n JOIN delivery d ON d.notice_id = n.id
                    WHERE d.id = :id OR d.digest_id = :id
                    """,
            Id.DEAD_LETTER, "SELECT event_id FROM dead_letter WHERE id = :id");

    private EventsBehind() {}

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
