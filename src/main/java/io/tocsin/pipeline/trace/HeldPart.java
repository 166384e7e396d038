package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What holds messages of incidents back now, and until when. */
final class HeldPart {

    private static final String HELD = """
            SELECT h.incident_id, h.held_by, s.ends_at, coalesce(s.author, w.author) AS author,
                   coalesce(s.comment, w.comment) AS comment
            FROM held h LEFT JOIN silence s ON h.held_by = 'silence ' || s.id
            LEFT JOIN maintenance_window w ON h.held_by = 'window ' || w.id
            WHERE h.incident_id IN (<ids>) ORDER BY h.incident_id, h.held_by
            """;

    private final HeldUntil windows;

    HeldPart(HeldUntil windows) {
        this.windows = windows;
    }

    void write(Handle tx, Map<String, ObjectNode> incidents) {
        if (incidents.isEmpty()) {
            return;
        }
        tx.createQuery(HELD)
                .bindList("ids", List.copyOf(incidents.keySet()))
                .map((row, context) -> {
                    ObjectNode held = incidents
                            .get(row.getString("incident_id"))
                            .withArray("heldBy")
                            .addObject()
                            .put("by", row.getString("held_by"));
                    if (row.getObject("ends_at") != null) {
                        held.put(
                                "until",
                                Instant.ofEpochMilli(row.getLong("ends_at")).toString());
                    }
                    windows.of(row.getString("held_by"))
                            .filter(end -> !held.has("until"))
                            .ifPresent(end -> held.put("until", end.toString()));
                    if (row.getString("comment") != null) {
                        held.put("author", row.getString("author")).put("comment", row.getString("comment"));
                    }
                    return held;
                })
                .list();
    }
}
