package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.RowJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What retention removes of who was notified of what is noted in the audit, in the transaction that removes it: so the answer to the
 * question whether somebody was notified outlives the rows that it is read from.
 */
public final class OutcomeRecords {

    /** The audit's action of a delivery; its target is the incident. */
    static final String DELIVERY = "outcome.delivery";

    /** The audit's action of an alert in an incident; its target is the alert. */
    static final String ALERT = "outcome.alert";

    /** The audit's action of a message of a group, which says what alerts it names; its target is the incident. */
    static final String NOTICE = "outcome.notice";

    /** An incident's own alert stands in it, those of a group in rows of their own. */
    private static final String OF_INCIDENTS = """
            SELECT i.alert_id AS alert, i.id AS incident, i.title, i.severity, i.opened_at, i.resolved_at, a.identity,
                   a.fingerprint
            FROM incident i LEFT JOIN alert a ON a.id = i.alert_id WHERE i.id IN (<ids>)
            UNION SELECT m.alert_id, i.id, i.title, i.severity, i.opened_at, i.resolved_at, a.identity, a.fingerprint
            FROM member m JOIN incident i ON i.id = m.incident_id LEFT JOIN alert a ON a.id = m.alert_id
            WHERE i.id IN (<ids>)
            """;

    private static final String OF_MEMBERS = """
            SELECT m.alert_id AS alert, i.id AS incident, i.title, i.severity, i.opened_at, m.over_at AS resolved_at, a.identity,
                   a.fingerprint
            FROM member m JOIN incident i ON i.id = m.incident_id LEFT JOIN alert a ON a.id = m.alert_id
            WHERE m.id IN (<ids>)
            """;

    private static final String OF_NOTICES = "SELECT id, incident_id, message FROM notice WHERE id IN (<ids>)";

    private final ObjectMapper json;

    /** @param json writes what is noted */
    public OutcomeRecords(ObjectMapper json) {
        this.json = json;
    }

    /** Notes what rows of a table say that are about to be removed; nothing of a table that says nothing of it. */
    public void note(Handle tx, String table, Collection<String> ids, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        switch (table) {
            case "delivery" -> write(tx, Deliveries.withoutAddresses(tx, json, ids), DELIVERY, "incident", now);
            case "notice" -> write(tx, notices(tx, ids), NOTICE, "incident", now);
            case "incident" -> write(tx, alerts(tx, OF_INCIDENTS, ids), ALERT, "alert", now);
            case "member" -> write(tx, alerts(tx, OF_MEMBERS, ids), ALERT, "alert", now);
            default -> {}
        }
    }

    private List<ObjectNode> alerts(Handle tx, String sql, Collection<String> ids) {
        return tx.createQuery(sql)
                .bindList("ids", Set.copyOf(ids))
                .map((row, context) -> keyed(new RowJson(json).map(row, context)))
                .list();
    }

    /** By what messages name it, in place of what may be long. */
    private static ObjectNode keyed(ObjectNode alert) {
        if (alert.has("fingerprint")) {
            String identity = alert.path("identity").asText();
            alert.put("key", NamedAlerts.key(identity, alert.path("fingerprint").asText()));
        }
        return alert.without(List.of("identity", "fingerprint"));
    }

    private List<ObjectNode> notices(Handle tx, Collection<String> ids) {
        return tx
                .createQuery(OF_NOTICES)
                .bindList("ids", Set.copyOf(ids))
                .map((row, context) -> {
                    String incident = row.getString("incident_id");
                    return NamedAlerts.of(row.getString("id"), JsonText.read(json, row.getString("message")))
                            .map(kept -> kept.put("incident", incident));
                })
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private void write(Handle tx, List<ObjectNode> rows, String action, String target, Instant now) {
        List<AuditEntry> entries = new ArrayList<>();
        for (ObjectNode row : rows) {
            String of = row.path(target).asText();
            row.remove(target);
            entries.add(new AuditEntry(AuditEntry.OUTCOMES_BY, action, of, JsonText.of(json, row)));
        }
        AuditEntry.write(tx, entries, now);
    }
}
