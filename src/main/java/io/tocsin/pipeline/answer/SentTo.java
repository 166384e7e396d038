package io.tocsin.pipeline.answer;

import io.tocsin.store.sql.Store;
import java.util.List;

/** Which open incidents an address was sent, for answers that name none. */
public final class SentTo {

    /**
     * Of the newest open incidents: who answers means one of the last, and thousands are open only in a flood. By when they opened and not
     * by their ids, whose index SQLite would go through with all that are over. What a digest told counts as the digest does.
     */
    static final String OPEN = """
            SELECT i.id, i.title, i.acknowledged_by IS NOT NULL AS acknowledged, max(d.id) AS newest
            FROM (SELECT id, title, acknowledged_by FROM incident WHERE state <> 'resolved'
                  ORDER BY opened_at DESC LIMIT 2000) i
            JOIN notice n ON n.incident_id = i.id
            JOIN delivery d ON d.notice_id = n.id
            LEFT JOIN delivery g ON g.id = d.digest_id
            WHERE d.address = :address AND (d.state = 'delivered' OR d.state = 'collapsed' AND g.state = 'delivered')
            GROUP BY i.id, i.title, i.acknowledged_by
            ORDER BY newest DESC LIMIT 50
            """;

    private final Store store;

    /**
     * An incident that is not over.
     *
     * @param id the hub's
     * @param title one line
     * @param isAcknowledged whether somebody sees to it
     */
    public record Open(String id, String title, boolean isAcknowledged) {}

    /** @param store has the deliveries */
    public SentTo(Store store) {
        this.store = store;
    }

    /** Those that were sent to an address, what was sent last first. Blocks. */
    public List<Open> open(String address) {
        return store.read(tx -> tx.createQuery(OPEN)
                .bind("address", address)
                .map((row, context) ->
                        new Open(row.getString("id"), row.getString("title"), row.getBoolean("acknowledged")))
                .list());
    }
}
