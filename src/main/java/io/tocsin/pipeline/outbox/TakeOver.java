package io.tocsin.pipeline.outbox;

import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.shared.ReceiversOfHubs;
import io.tocsin.store.sql.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Gives what waits in a receiver's lane to its fallback receiver, in one transaction, so that it is in one lane or in the
 * other and never in both. What is being sent stays, and so does newer news of its incident, which the fallback would get
 * before the older; what is held by quiet hours; what stands in for another already; and ends: whoever heard the beginning hears
 * the end, and that is the receiver, or its fallback by itself. Nothing is given away while another hub reaches the receiver.
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
            SELECT d.id FROM delivery d
            WHERE d.receiver = :receiver AND d.state = 'pending' AND d.owner IS NULL AND d.held = 0
              AND d.fallback_of = ''
              AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.id = d.notice_id AND n.kind = 'resolved')
              AND NOT EXISTS (SELECT 1 FROM delivery sent
                              WHERE sent.incident_id = d.incident_id AND sent.receiver = d.receiver
                                AND sent.address = d.address AND sent.state = 'pending'
                                AND sent.owner IS NOT NULL)
            """;

    private static final String FIRST = WAITING + " ORDER BY d.priority, d.due_at, d.id LIMIT :batch";

    /** What became another's meanwhile stays there. */
    private static final String TAKE = """
            UPDATE delivery SET state = 'taken-over', reason = :reason, settled_at = :now
            WHERE id IN (%s AND d.id IN (<ids>) %s)
            RETURNING id
            """;

    /** Of a digest, too, ends stay. */
    private static final String ENDS_STAY = """
            UPDATE delivery SET state = 'pending', digest_id = NULL, reason = NULL, settled_at = NULL
            WHERE digest_id IN (<ids>) AND state = 'collapsed'
              AND EXISTS (SELECT 1 FROM notice n WHERE n.id = delivery.notice_id AND n.kind = 'resolved')
            """;

    private final Corridor corridor;
    private final Notifying notifying;
    private final String taking;

    TakeOver(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.taking = TAKE.formatted(WAITING, corridor.store().dialect().skipLocked());
    }

    /** How many each order took over; none where this hub's rules are not those that hubs go by. */
    @Override
    public List<Integer> apply(Handle tx, List<Order> orders, Instant now) {
        if (!notifying.mayDecide().getAsBoolean()) {
            return Collections.nCopies(orders.size(), 0);
        }
        NewDeliveries deliveries = new NewDeliveries(corridor, notifying, tx, now);
        Handover handover = new Handover(corridor, notifying, tx, now);
        List<List<String>> first = orders.stream()
                .map(order -> wasReached(tx, order, now) ? List.<String>of() : first(tx, order))
                .toList();
        IncidentLocks.told( // incidents come before their deliveries
                tx,
                corridor.store().dialect(),
                first.stream().flatMap(List::stream).toList());
        List<Integer> counts = IntStream.range(0, orders.size())
                .mapToObj(i -> {
                    Order order = orders.get(i);
                    List<Handover.Of> taken = take(tx, order, first.get(i), now);
                    handover.read(taken);
                    taken.forEach(one -> handover.give(one, Address.of(order.fallback), deliveries));
                    return taken.size();
                })
                .toList();
        handover.write(deliveries);
        return counts;
    }

    /** By another hub, whose breaker is its own: what waits is sent there. */
    private static boolean wasReached(Handle tx, Order order, Instant now) {
        return ReceiversOfHubs.lastDelivered(tx, order.receiver)
                .filter(at -> at.isAfter(now.minus(order.openFor)))
                .isPresent();
    }

    private static List<String> first(Handle tx, Order order) {
        return tx.createQuery(FIRST)
                .bind("receiver", order.receiver)
                .bind("batch", BATCH)
                .mapTo(String.class)
                .list();
    }

    private List<Handover.Of> take(Handle tx, Order order, List<String> first, Instant now) {
        if (first.isEmpty()) {
            return List.of();
        }
        List<String> ids = tx.createQuery(taking)
                .bind(
                        "reason",
                        "its breaker was open for " + words(order.openFor) + "; " + order.fallback
                                + " is notified instead")
                .bind("now", now.toEpochMilli())
                .bind("receiver", order.receiver)
                .bindList("ids", first)
                .mapTo(String.class)
                .list();
        if (ids.isEmpty()) {
            return List.of();
        }
        tx.createUpdate(ENDS_STAY).bindList("ids", ids).execute();
        return Handover.Of.load(tx, corridor.json(), ids);
    }

    private static String words(Duration openFor) {
        return openFor.toMinutes() > 0 ? openFor.toMinutes() + " min" : openFor.toSeconds() + " s";
    }
}
