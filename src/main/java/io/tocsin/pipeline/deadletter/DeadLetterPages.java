package io.tocsin.pipeline.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.sql.RowJson;
import io.tocsin.store.sql.Store;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Dead letters for a reader. All methods block. */
public final class DeadLetterPages {

    private static final String COLUMNS = """
            SELECT id, kind, state, source, rule, receiver, failure_class, reason, created_at, settled_at, event_id,
                   alert_index, notice_id, delivery_id, fallback
            FROM dead_letter
            """;

    private final Store store;
    private final ObjectMapper json;

    /**
     * @param store where they are
     * @param json reads what the store keeps as JSON
     */
    public DeadLetterPages(Store store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /**
     * One page of those that fit, the newest first, without what is behind them.
     *
     * @param filter which
     * @param limit most of them
     * @param after the last id of the page before, or empty for the first page
     */
    public List<ObjectNode> page(DeadLetterFilter filter, int limit, String after) {
        return store.read(tx -> tx.createQuery(COLUMNS + " WHERE " + filter.condition()
                        + (after.isEmpty() ? "" : " AND id < :after") + " ORDER BY id DESC LIMIT :limit")
                .bindMap(filter.values())
                .bind("after", after)
                .bind("limit", limit)
                .map(new RowJson(json))
                .list());
    }

    /** How many fit. */
    public long count(DeadLetterFilter filter) {
        return store.read(tx -> tx.createQuery("SELECT count(*) FROM dead_letter WHERE " + filter.condition())
                .bindMap(filter.values())
                .mapTo(Long.class)
                .one());
    }

    /** One with everything behind it: the event with its body, the delivery with its attempts and its message. */
    public Optional<ObjectNode> show(String id) {
        return store.read(tx -> one(tx, COLUMNS + " WHERE id = :id", id).map(letter -> {
            one(
                            tx,
                            "SELECT id, source, content_type, received_at, state, mapping, attributes, body FROM event"
                                    + " WHERE id = :id",
                            letter.path("eventId").asText(),
                            "attributes",
                            "body")
                    .ifPresent(event -> letter.set("event", event));
            one(
                            tx,
                            "SELECT d.id, d.notice_id, d.incident_id, d.receiver, d.address, d.recipient, d.state,"
                                    + " d.created_at, d.first_attempt_at, d.attempt AS attempts_counted, d.settled_at,"
                                    + " n.kind AS notice, n.message,"
                                    + " CASE d.possible_duplicate WHEN 1 THEN 'true' END AS possible_duplicate"
                                    + " FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE d.id = :id",
                            letter.path("deliveryId").asText(),
                            "message",
                            "recipient")
                    .ifPresent(delivery -> {
                        delivery.put("idempotencyKey", delivery.path("id").asText());
                        if (delivery.has("possibleDuplicate")) {
                            delivery.put("possibleDuplicate", true);
                        }
                        letter.set("delivery", delivery);
                    });
            letter.withArray("attempts")
                    .addAll(tx.createQuery("SELECT started_at, ended_at, outcome, failure_class, status_code, answer"
                                    + " FROM every_attempt WHERE delivery_id = :id ORDER BY number")
                            .bind("id", letter.path("deliveryId").asText())
                            .map(new RowJson(json))
                            .list());
            letter.withArray("audit")
                    .addAll(tx.createQuery("SELECT at AS done_at, actor, action, detail FROM audit"
                                    + " WHERE target = :id ORDER BY id")
                            .bind("id", id)
                            .map(new RowJson(json))
                            .list());
            return letter;
        }));
    }

    private Optional<ObjectNode> one(Handle tx, String sql, String id, String... documents) {
        return tx.createQuery(sql)
                .bind("id", id)
                .map(new RowJson(json, documents))
                .findOne();
    }
}
