package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.incident.IncidentSheet;
import io.tocsin.pipeline.incident.RelatedIncidents;
import io.tocsin.store.sql.RowJson;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What came of an event: incidents, notices with their deliveries and attempts, dead letters with their audit. */
final class OutcomePart {

    private static final String DELIVERIES = """
            SELECT id, notice_id, receiver, recipient, held, state, fallback_of, digest_id, created_at, first_attempt_at,
                   CASE possible_duplicate WHEN 1 THEN 'true' END AS possible_duplicate,
                   CASE WHEN state = 'pending' AND owner IS NULL THEN due_at END AS due_at,
                   CASE WHEN state = 'pending' AND owner IS NOT NULL THEN 'true' END AS under_way,
                   attempt AS attempts_counted, failure_class, reason, settled_at
            FROM delivery WHERE notice_id IN (<ids>) ORDER BY id
            """;

    private static final List<String> FLAGS = List.of("possibleDuplicate", "underWay");

    private static final String ATTEMPTS = """
            SELECT delivery_id, started_at, ended_at, ended_at - started_at AS millis, outcome, failure_class,
                   status_code, answer
            FROM every_attempt WHERE delivery_id IN (<ids>) ORDER BY delivery_id, number
            """;

    /** Of so many incidents of an event it is looked up what they are related to; each of them says so itself. */
    private static final int MOST_RELATED = 20;

    /** So many are read in one look, whose sheets are in memory together. */
    private static final int AT_ONCE = 64;

    private final Handle tx;
    private final ObjectMapper json;
    private final HeldPart held;

    OutcomePart(Handle tx, ObjectMapper json, HeldPart held) {
        this.tx = tx;
        this.json = json;
        this.held = held;
    }

    ArrayNode incidents(JsonNode decision) {
        Set<String> ids = new LinkedHashSet<>();
        decision.path("alerts").forEach(alert -> alert.path("rules").forEach(line -> {
            if (line.has("incident")) {
                ids.add(line.path("incident").textValue());
            }
        }));
        List<ObjectNode> incidents = select(
                "SELECT id, rules, severity, title, version, opened_at, changed_at, resolved_at, due_at, acknowledged_by,"
                        + " assigned_to, CASE WHEN closed_at IS NOT NULL THEN 'closed'"
                        + " WHEN state = 'open' AND acknowledged_by IS NOT NULL THEN 'acknowledged' ELSE state END AS state"
                        + " FROM incident WHERE id IN (<ids>) ORDER BY id",
                ids,
                "rules");
        Map<String, ObjectNode> byId = byId(incidents);
        held.write(tx, byId);
        IncidentSheet sheets = new IncidentSheet(tx, json);
        List<String> all = List.copyOf(byId.keySet());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            sheets.standing(all.subList(from, Math.min(from + AT_ONCE, all.size())))
                    .forEach((id, sheet) -> stands(byId.get(id), sheet));
        }
        byId.entrySet().stream().limit(MOST_RELATED).forEach(one -> RelatedIncidents.read(tx, one.getKey())
                .write(one.getValue()));
        return array(incidents);
    }

    /** Says what it puts together, how many alerts it has, what is due next and why, and which alerts were held back by what. */
    private static void stands(ObjectNode incident, ObjectNode sheet) {
        for (String field : List.of("grouping", "counts", "next")) {
            if (sheet.has(field)) {
                incident.set(field, sheet.path(field));
            }
        }
        sheet.path("timeline").forEach(entry -> {
            if (entry.path("kind").asText().equals("hold") && !EscalationPart.isOfOne(entry)) {
                incident.withArray("heldBack").add(entry);
            }
        });
        EscalationPart.write(incident, sheet);
    }

    ArrayNode notices(String eventId) {
        List<ObjectNode> notices = tx.createQuery("""
                        SELECT id, CASE WHEN incident_id <> id THEN incident_id END AS incident, version, round, kind, rules,
                               receivers, state, created_at, settled_at
                        FROM notice
                        WHERE event_id = :event
                           OR id IN (SELECT digest.notice_id FROM notice n JOIN delivery told ON told.notice_id = n.id
                                     JOIN delivery digest ON digest.id = told.digest_id
                                     WHERE n.event_id = :event)
                        ORDER BY id
                        """)
                .bind("event", eventId)
                .map(new RowJson(json, "receivers", "rules"))
                .list();
        Map<String, ObjectNode> byId = byId(notices);
        List<ObjectNode> deliveries = select(DELIVERIES, byId.keySet(), "recipient");
        Map<String, ObjectNode> deliveriesById = byId(deliveries);
        notices.forEach(notice -> {
            WhoPart.receivers(notice);
            notice.putArray("deliveries");
        });
        deliveries.forEach(delivery -> {
            WhoPart.name(delivery);
            byId.get(delivery.remove("noticeId").textValue())
                    .withArray("deliveries")
                    .add(delivery);
            delivery.putArray("attempts");
            for (String flag : FLAGS) {
                if (delivery.has(flag)) {
                    delivery.put(flag, true);
                }
            }
        });
        select(ATTEMPTS, deliveriesById.keySet()).forEach(attempt -> deliveriesById
                .get(attempt.remove("deliveryId").textValue())
                .withArray("attempts")
                .add(attempt));
        return array(notices);
    }

    ArrayNode deadLetters(String eventId) {
        List<ObjectNode> letters = tx.createQuery("""
                        SELECT id, kind, alert_index, notice_id, delivery_id, rule, receiver, failure_class, reason, state,
                               created_at, settled_at
                        FROM dead_letter WHERE event_id = :event ORDER BY id
                        """)
                .bind("event", eventId)
                .map(new RowJson(json))
                .list();
        Map<String, ObjectNode> byId = byId(letters);
        select(
                        "SELECT at AS done_at, actor, action, target, detail FROM audit WHERE target IN (<ids>) ORDER BY id",
                        byId.keySet())
                .forEach(entry -> byId.get(entry.remove("target").textValue())
                        .withArray("audit")
                        .add(entry));
        return array(letters);
    }

    private List<ObjectNode> select(String sql, Collection<String> ids, String... documents) {
        return ids.isEmpty()
                ? List.of()
                : tx.createQuery(sql)
                        .bindList("ids", List.copyOf(ids))
                        .map(new RowJson(json, documents))
                        .list();
    }

    private static Map<String, ObjectNode> byId(List<ObjectNode> rows) {
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        rows.forEach(row -> byId.put(row.path("id").textValue(), row));
        return byId;
    }

    private ArrayNode array(List<ObjectNode> rows) {
        return json.createArrayNode().addAll(rows);
    }
}
