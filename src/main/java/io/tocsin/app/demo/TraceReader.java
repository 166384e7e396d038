package io.tocsin.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.demo.EventTrace.AlertTrace;
import io.tocsin.app.demo.EventTrace.DeliveryTrace;
import io.tocsin.app.demo.EventTrace.RuleTrace;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.store.sql.Store;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads from the hub's store what came of an event. */
final class TraceReader {

    /**
     * Why a delivery is dead.
     *
     * @param id the dead letter's
     * @param failureClass such as {@code transient}
     * @param reason with the receiver's words
     */
    record DeadLetter(String id, String failureClass, String reason) {}

    private static final String DELIVERIES = """
            SELECT d.id, n.rules, d.receiver, d.incident_id, d.state, d.attempt
            FROM delivery d JOIN notice n ON n.id = d.notice_id
            WHERE n.event_id = :event ORDER BY n.id, d.receiver
            """;

    private final Store store;
    private final ObjectMapper json = new ObjectMapper();

    TraceReader(Store store) {
        this.store = store;
    }

    /** The id of the event that came with this id of its own, once it is stored. */
    Optional<String> byExternalId(String externalId) {
        return store.read(tx -> tx.createQuery("SELECT id FROM event WHERE external_id = :id")
                .bind("id", externalId)
                .mapTo(String.class)
                .findFirst());
    }

    /** What came of an event; empty until it is decided and all its deliveries are made. */
    Optional<EventTrace> decided(String event) {
        return store.read(tx -> isDecided(tx, event) ? Optional.of(read(tx, event)) : Optional.empty());
    }

    /** How a delivery stands. */
    Optional<DeliveryTrace> delivery(String event, String id) {
        return store.read(tx -> deliveries(tx, event)).stream()
                .filter(delivery -> delivery.id().equals(id))
                .findFirst();
    }

    /** The dead letter of a delivery, while nobody has dealt with it. */
    Optional<DeadLetter> deadLetter(String delivery) {
        return store.read(tx -> tx.createQuery(
                        "SELECT id, failure_class, reason FROM dead_letter WHERE delivery_id = :id AND state = 'open'")
                .bind("id", delivery)
                .map((row, context) ->
                        new DeadLetter(row.getString("id"), row.getString("failure_class"), row.getString("reason")))
                .findFirst());
    }

    /** What holds alerts of an incident back: {@code silence sil_...}. */
    Optional<String> heldBy(String incident) {
        return store.read(tx -> tx.createQuery("SELECT held_by FROM held WHERE incident_id = :id")
                .bind("id", incident)
                .mapTo(String.class)
                .findFirst());
    }

    /** Who acknowledged an incident. */
    Optional<String> acknowledgedBy(String incident) {
        return store.read(tx -> tx.createQuery(
                        "SELECT acknowledged_by FROM incident WHERE id = :id AND acknowledged_by IS NOT NULL")
                .bind("id", incident)
                .mapTo(String.class)
                .findFirst());
    }

    private static boolean isDecided(Handle tx, String event) {
        return tx.createQuery("SELECT (SELECT count(*) FROM event WHERE id = :event AND state <> 'pending') = 1"
                        + " AND NOT EXISTS (SELECT 1 FROM notice WHERE event_id = :event AND state = 'pending')")
                .bind("event", event)
                .mapTo(Boolean.class)
                .one();
    }

    private EventTrace read(Handle tx, String event) {
        return tx.createQuery("SELECT source, coalesce(mapping, '') AS mapping, decision FROM event WHERE id = :event")
                .bind("event", event)
                .map((row, context) -> new EventTrace(
                        event,
                        row.getString("source"),
                        row.getString("mapping"),
                        alerts(tx, row.getString("decision")),
                        deliveries(tx, event)))
                .one();
    }

    private List<AlertTrace> alerts(Handle tx, String decision) {
        List<AlertTrace> alerts = new ArrayList<>();
        for (JsonNode entry : tree(decision).path("alerts")) {
            List<RuleTrace> rules = new ArrayList<>();
            for (JsonNode rule : entry.path("rules")) {
                rules.add(new RuleTrace(
                        rule.path("rule").asText(),
                        rule.path("verdict").asText(),
                        rule.path("incident").asText("")));
            }
            JsonNode alert = entry.path("alert");
            alerts.add(new AlertTrace(
                    alert.path("title").asText(),
                    alert.path("severity").asText(),
                    alert.path("status").asText(),
                    fireCount(tx, entry.path("id").asText()),
                    rules));
        }
        return alerts;
    }

    private static long fireCount(Handle tx, String alert) {
        return tx.createQuery("SELECT fire_count FROM alert WHERE id = :id")
                .bind("id", alert)
                .mapTo(Long.class)
                .findFirst()
                .orElse(0L);
    }

    private static List<DeliveryTrace> deliveries(Handle tx, String event) {
        return tx.createQuery(DELIVERIES)
                .bind("event", event)
                .map((row, context) -> new DeliveryTrace(
                        row.getString("id"),
                        NoticeRow.ruleNames(row.getString("rules")),
                        row.getString("receiver"),
                        row.getString("incident_id"),
                        row.getString("state"),
                        row.getLong("attempt")))
                .list();
    }

    private JsonNode tree(String decision) {
        try {
            return json.readTree(decision);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the decision of an event is not JSON", e);
        }
    }
}
