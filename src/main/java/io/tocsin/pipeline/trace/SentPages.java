package io.tocsin.pipeline.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.sql.RowJson;
import io.tocsin.store.sql.Store;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One notice with its deliveries, or one delivery with its tries, for a reader; addresses only where a provider named one in its
 * words. All methods block.
 */
public final class SentPages {

    private static final String COLUMNS = """
            SELECT d.id, d.state, d.receiver, d.recipient, d.held, NULLIF(d.incident_id, d.notice_id) AS incident,
                   d.notice_id AS notice, d.version, d.created_at,
                   CASE WHEN d.state = 'pending' AND d.owner IS NULL THEN d.due_at END AS due_at,
                   CASE WHEN d.state = 'pending' AND d.owner IS NOT NULL THEN 'true' END AS under_way,
                   d.first_attempt_at, d.settled_at, d.attempt AS attempts_counted, d.failure_class, d.reason, d.digest_id AS digest,
                   d.fallback_of, CASE d.possible_duplicate WHEN 1 THEN 'true' END AS possible_duplicate
            FROM delivery d
            """;

    private static final String ATTEMPTS = """
            SELECT number, started_at, ended_at, outcome, failure_class, status_code, answer FROM every_attempt
            WHERE delivery_id = :id ORDER BY number DESC LIMIT 200
            """;

    private static final String NOTICE = """
            SELECT id, NULLIF(incident_id, id) AS incident, event_id AS event, version, round, kind, rules, receivers, state,
                   created_at, settled_at, CASE withdrawn WHEN 1 THEN 'true' END AS withdrawn
            FROM notice WHERE id = :id
            """;

    private static final String OF_NOTICE = COLUMNS + "WHERE d.notice_id = :id ORDER BY d.id LIMIT 1000";

    private static final List<String> FLAGS = List.of("underWay", "possibleDuplicate", "withdrawn");

    private final Store store;
    private final ObjectMapper json;

    /**
     * @param store where everything is
     * @param json reads what the store keeps as JSON
     */
    public SentPages(Store store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /** The delivery with this id and its newest 200 tries, the newest first; empty where there is none (any more). */
    public Optional<ObjectNode> delivery(String id) {
        return store.read(
                tx -> one(tx, COLUMNS + "WHERE d.id = :id", id, "recipient").map(delivery -> {
                    WhoPart.name(delivery);
                    delivery.putArray("attempts")
                            .addAll(tx.createQuery(ATTEMPTS)
                                    .bind("id", id)
                                    .map(new RowJson(json))
                                    .list());
                    return flagged(delivery);
                }));
    }

    /** The notice with this id and its deliveries, 1,000 at most; empty where there is none (any more). */
    public Optional<ObjectNode> notice(String id) {
        return store.read(tx -> one(tx, NOTICE, id, "rules", "receivers").map(notice -> {
            WhoPart.receivers(notice);
            var deliveries = notice.putArray("deliveries");
            tx.createQuery(OF_NOTICE)
                    .bind("id", id)
                    .map(new RowJson(json, "recipient"))
                    .forEach(delivery -> {
                        WhoPart.name(delivery);
                        delivery.remove("notice");
                        deliveries.add(flagged(delivery));
                    });
            return flagged(notice);
        }));
    }

    private Optional<ObjectNode> one(Handle tx, String sql, String id, String... documents) {
        return tx.createQuery(sql)
                .bind("id", id)
                .map(new RowJson(json, documents))
                .findOne();
    }

    private static ObjectNode flagged(ObjectNode node) {
        FLAGS.stream().filter(node::has).forEach(flag -> node.put(flag, true));
        return node;
    }
}
