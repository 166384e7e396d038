package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.DeliveryDraft;
import io.tocsin.model.notice.Notice;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Gives what waits in a receiver's lane to its fallback receiver, in one transaction, so that it is in one lane or in the
 * other and never in both. What is being sent stays, and so does newer news of its incident, which the fallback would get
 * before the older; what is held by quiet hours; and what stands in for another already.
 */
final class TakeOver implements Change<TakeOver.Order, Integer> {

    /**
     * Whose deliveries go to whom.
     *
     * @param receiver whose breaker is open
     * @param fallback who takes over
     * @param openFor how long it has been open
     */
    record Order(String receiver, String fallback, Duration openFor) {}

    /** More in one transaction would keep accepts waiting; the rest goes with the next look. */
    private static final int BATCH = 500;

    private static final String WAITING = """
            UPDATE delivery SET state = 'taken-over', reason = :reason, settled_at = :now
            WHERE id IN (SELECT d.id FROM delivery d
                         WHERE d.receiver = :receiver AND d.state = 'pending' AND d.owner IS NULL AND d.held = 0
                           AND d.fallback_of = ''
                           AND NOT EXISTS (SELECT 1 FROM delivery sent
                                           WHERE sent.incident_id = d.incident_id AND sent.receiver = d.receiver
                                             AND sent.address = d.address AND sent.state = 'pending'
                                             AND sent.owner IS NOT NULL)
                         ORDER BY d.priority, d.due_at, d.id LIMIT :batch %s)
            RETURNING id
            """;

    private record Taken(String deliveryId, Notice notice) {}

    private final Corridor corridor;
    private final String waiting;

    TakeOver(Corridor corridor) {
        this.corridor = corridor;
        this.waiting = WAITING.formatted(corridor.store().dialect().skipLocked());
    }

    /** How many each order took over. */
    @Override
    public List<Integer> apply(Handle tx, List<Order> orders, Instant now) {
        NewDeliveries deliveries = new NewDeliveries(corridor, tx, now);
        List<Integer> counts = orders.stream()
                .map(order -> {
                    List<Taken> taken = take(tx, order, now);
                    taken.forEach(
                            one -> deliveries.add(one.notice, new DeliveryDraft(order.fallback, ""), one.deliveryId));
                    return taken.size();
                })
                .toList();
        deliveries.write(tx);
        return counts;
    }

    private List<Taken> take(Handle tx, Order order, Instant now) {
        List<String> ids = tx.createQuery(waiting)
                .bind(
                        "reason",
                        "its breaker was open for " + words(order.openFor) + "; " + order.fallback
                                + " is notified instead")
                .bind("now", now.toEpochMilli())
                .bind("receiver", order.receiver)
                .bind("batch", BATCH)
                .mapTo(String.class)
                .list();
        return ids.isEmpty()
                ? List.of()
                : tx.createQuery("""
                                SELECT n.*, d.id AS delivery_id FROM delivery d JOIN notice n ON n.id = d.notice_id
                                WHERE d.id IN (<ids>) ORDER BY d.priority, d.due_at, d.id
                                """)
                        .bindList("ids", ids)
                        .map((row, context) -> new Taken(row.getString("delivery_id"), NoticeRow.read(row, List.of())))
                        .list();
    }

    private static String words(Duration openFor) {
        return openFor.toMinutes() > 0 ? openFor.toMinutes() + " min" : openFor.toSeconds() + " s";
    }
}
