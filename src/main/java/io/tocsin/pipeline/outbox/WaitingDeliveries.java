package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What the deliveries of one receiver wait for, each counted once.
 *
 * @param underWay in a hub's hand
 * @param held for the end of somebody's quiet hours
 * @param again for the next try, after one that failed
 * @param due for their turn: nothing but the receiver's pace, its breaker or a pause is in their way
 * @param later for a time to come, without having failed
 * @param nextAt when the first of those that wait for a time is due
 */
record WaitingDeliveries(long underWay, long held, long again, long due, long later, Optional<Instant> nextAt) {

    static final String COUNT = """
            SELECT SUM(CASE WHEN owner IS NOT NULL THEN 1 ELSE 0 END) AS under_way,
                   SUM(CASE WHEN owner IS NULL AND held = 1 AND due_at > :now THEN 1 ELSE 0 END) AS held,
                   SUM(CASE WHEN owner IS NULL AND held = 0 AND due_at > :now AND failure_class IS NOT NULL THEN 1 ELSE 0 END) AS again,
                   SUM(CASE WHEN owner IS NULL AND due_at <= :now THEN 1 ELSE 0 END) AS due,
                   SUM(CASE WHEN owner IS NULL AND held = 0 AND due_at > :now AND failure_class IS NULL THEN 1 ELSE 0 END) AS later,
                   MIN(CASE WHEN owner IS NULL AND due_at > :now THEN due_at END) AS next_at
            FROM delivery WHERE state = 'pending' AND receiver = :receiver
            """;

    /** Counts them, by the index of what waits. */
    static WaitingDeliveries of(Handle tx, String receiver, Instant now) {
        return tx.createQuery(COUNT)
                .bind("receiver", receiver)
                .bind("now", now.toEpochMilli())
                .map((row, context) -> {
                    long next = row.getLong("next_at");
                    Optional<Instant> nextAt =
                            row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(next));
                    return new WaitingDeliveries(
                            row.getLong("under_way"),
                            row.getLong("held"),
                            row.getLong("again"),
                            row.getLong("due"),
                            row.getLong("later"),
                            nextAt);
                })
                .one();
    }

    /** Writes them for a reader. */
    void write(ObjectNode node) {
        node.put("underWay", underWay)
                .put("quietHours", held)
                .put("retry", again)
                .put("turn", due)
                .put("later", later);
        nextAt.ifPresent(at -> node.put("nextAt", at.toString()));
    }
}
