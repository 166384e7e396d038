package io.tocsin.pipeline.deadletter;

import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Gives dead letters up for good: they and what is behind them are kept for the retention time and nobody is told. */
final class DiscardDeadLetters implements Change<SettleOrder, Settled> {

    @Override
    public List<Settled> apply(Handle tx, List<SettleOrder> orders, Instant now) {
        return orders.stream().map(order -> discard(tx, order, now)).toList();
    }

    private static Settled discard(Handle tx, SettleOrder order, Instant now) {
        Sorted sorted = Sorted.of(tx, order.ids(), Letter::discardObstacle);
        mark(
                tx,
                "delivery",
                sorted.of("delivery").stream().map(Letter::deliveryId).toList(),
                now);
        mark(tx, "event", sorted.of("event").stream().map(Letter::eventId).toList(), now);
        sorted.settle(tx, order, "discarded", "dead-letter.discard", now);
        return sorted.settled();
    }

    private static void mark(Handle tx, String table, List<String> ids, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(
                "UPDATE " + table + " SET state = 'discarded', settled_at = :now WHERE id = :id AND state = 'dead'");
        ids.forEach(id -> batch.bind("now", now.toEpochMilli()).bind("id", id).add());
        batch.execute();
    }
}
