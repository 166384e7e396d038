package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.sql.RowJson;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Deliveries in one line each, for the answer to the question whether somebody was notified, when, and whether it arrived. */
final class Deliveries {

    /** Not by the view of all attempts, which SQLite would make whole for each question within a row. */
    private static final String ALL = """
            SELECT d.id AS delivery, d.incident_id AS incident, d.notice_id AS notice, n.kind, n.version,
                   n.created_at AS decided_at, d.receiver, d.recipient, d.state, d.fallback_of, d.address AS own_address,
                   d.digest_id AS digest,
                   digest.state AS digest_state, digest.settled_at AS digest_settled_at, d.settled_at, d.failure_class,
                   d.reason, CASE d.possible_duplicate WHEN 1 THEN 'true' END AS possible_duplicate,
                   (SELECT count(*) FROM attempt a WHERE a.delivery_id = d.id)
                     + CASE WHEN d.answered_at IS NULL THEN 0 ELSE 1 END AS tries,
                   coalesce((SELECT substr(a.answer, 1, 200) FROM attempt a WHERE a.delivery_id = d.id
                             ORDER BY a.number DESC LIMIT 1), substr(d.answer, 1, 200)) AS answer
            FROM delivery d LEFT JOIN notice n ON n.id = d.notice_id LEFT JOIN delivery digest ON digest.id = d.digest_id
            """;

    /** By its notices: deliveries have no index of incidents. */
    static final String OF_INCIDENT = ALL
            + "WHERE d.notice_id IN (SELECT id FROM notice WHERE incident_id = :incident) ORDER BY d.id DESC LIMIT :most";

    private static final String NAMED = ALL + "WHERE d.id IN (<ids>) ORDER BY d.id";

    /** What became of a delivery, in a word for people, by its state. */
    private static final Map<String, String> OUTCOMES = Map.of(
            "delivered", "arrived",
            "pending", "pending",
            "dead", "failed",
            "discarded", "failed",
            "taken-over", "fallback",
            "superseded", "overtaken");

    private Deliveries() {}

    /** The newest of an incident, the newest first. */
    static List<ObjectNode> of(Handle tx, ObjectMapper json, String incident, int most) {
        return tx
                .createQuery(OF_INCIDENT)
                .bind("incident", incident)
                .bind("most", most)
                .map(new RowJson(json, "recipient"))
                .list()
                .stream()
                .map(Deliveries::told)
                .toList();
    }

    /** Those with these ids, without any address: what a receiver answered may name one. */
    static List<ObjectNode> withoutAddresses(Handle tx, ObjectMapper json, Collection<String> ids) {
        return tx
                .createQuery(NAMED)
                .bindList("ids", Set.copyOf(ids))
                .map(new RowJson(json, "recipient"))
                .list()
                .stream()
                .map(Deliveries::masked)
                .map(Deliveries::told)
                .toList();
    }

    private static ObjectNode masked(ObjectNode delivery) {
        String own = delivery.path("ownAddress").asText();
        for (String said : List.of("reason", "answer")) {
            if (delivery.has(said)) {
                delivery.put(said, WithoutAddresses.of(delivery.path(said).asText(), own));
            }
        }
        return delivery;
    }

    private static ObjectNode told(ObjectNode delivery) {
        WhoPart.name(delivery);
        if (delivery.has("possibleDuplicate")) {
            delivery.put("possibleDuplicate", true);
        }
        String state = delivery.path("state").asText();
        boolean inDigest = state.equals("collapsed");
        String counts = inDigest ? delivery.path("digestState").asText("pending") : state;
        delivery.put("outcome", OUTCOMES.getOrDefault(counts, counts));
        if (counts.equals("delivered")) {
            delivery.set("arrivedAt", delivery.path(inDigest ? "digestSettledAt" : "settledAt"));
        }
        delivery.remove(List.of("digestState", "digestSettledAt", "ownAddress"));
        return delivery;
    }
}
