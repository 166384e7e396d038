package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.incident.IncidentSheet;
import io.tocsin.pipeline.incident.RelatedIncidents;
import io.tocsin.store.sql.RowJson;
import io.tocsin.store.sql.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One incident, whole: how it stands, who was notified of what and when, and what people did. */
public final class IncidentPages {

    private static final String SENT = """
            SELECT d.id AS delivery, n.id AS notice, n.kind, n.version, n.round, n.created_at AS decided_at, d.receiver,
                   d.recipient, d.held, CASE WHEN d.state = 'pending' AND d.owner IS NULL THEN d.due_at END AS due_at,
                   d.state, d.reason, d.settled_at
            FROM notice n JOIN delivery d ON d.notice_id = n.id
            WHERE n.incident_id = :incident ORDER BY d.id DESC LIMIT 200
            """;

    private final Store store;
    private final ObjectMapper json;
    private final HeldPart held;

    /**
     * @param store where everything is
     * @param json reads what the store keeps as JSON
     * @param windows until when windows go on
     */
    public IncidentPages(Store store, ObjectMapper json, HeldUntil windows) {
        this.store = store;
        this.json = json;
        this.held = new HeldPart(windows);
    }

    /** The incident with this id; empty where there is none (any more). Blocks. */
    public Optional<ObjectNode> show(String id) {
        return store.read(tx -> {
            Optional<ObjectNode> sheet = new IncidentSheet(tx, json).read(id);
            sheet.ifPresent(found -> {
                held.write(tx, Map.of(id, found));
                RelatedIncidents.read(tx, id).write(found);
                found.set("deliveries", deliveries(tx, id));
            });
            return sheet;
        });
    }

    /** The newest of them, the oldest of these first. */
    private ArrayNode deliveries(Handle tx, String incident) {
        List<ObjectNode> newestFirst = new ArrayList<>(tx.createQuery(SENT)
                .bind("incident", incident)
                .map(new RowJson(json, "recipient"))
                .list());
        Collections.reverse(newestFirst);
        newestFirst.forEach(WhoPart::name);
        return json.createArrayNode().addAll(newestFirst);
    }
}
