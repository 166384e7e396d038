package io.tocsin.outbox;

import io.tocsin.corridor.Corridor;
import io.tocsin.delivery.Delivery;
import io.tocsin.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;

/**
 * Claims a receiver's due deliveries: the most urgent first, and none whose incident has an older one of the same
 * receiver and address that is not settled yet. The rate limit is spent here, and a paused receiver gets nothing.
 */
final class ClaimDeliveries implements Change<ClaimDeliveries.Request, List<Delivery>> {

    /**
     * What a lane asks for.
     *
     * @param receiver whose deliveries
     * @param room how many at most
     * @param limit the receiver's rate limit
     */
    record Request(String receiver, int room, RateLimit limit) {}

    private final Corridor corridor;
    private final String claim;

    ClaimDeliveries(Corridor corridor) {
        this.corridor = corridor;
        this.claim = """
                UPDATE delivery SET owner = :owner, fence = fence + 1, attempt = attempt + 1, due_at = :lease_end,
                                    first_attempt_at = COALESCE(first_attempt_at, :now)
                WHERE id IN (SELECT d.id FROM delivery d
                             WHERE d.receiver = :receiver AND d.state = 'pending' AND d.due_at <= :now
                               AND NOT EXISTS (SELECT 1 FROM delivery older
                                               WHERE older.incident_id = d.incident_id AND older.receiver = d.receiver
                                                 AND older.state = 'pending' AND older.address = d.address
                                                 AND older.sequence < d.sequence)
                             ORDER BY d.priority, d.due_at LIMIT :room %s)
                RETURNING id
                """.formatted(corridor.store().dialect().skipLocked());
    }

    @Override
    public List<List<Delivery>> apply(Handle tx, List<Request> requests, Instant now) {
        List<List<Delivery>> claimed = new ArrayList<>(requests.size());
        for (Request request : requests) {
            int room = Math.min(request.room, ReceiverRow.available(tx, request.receiver, request.limit, now));
            List<Delivery> deliveries = room > 0 ? claim(tx, request.receiver, room, now) : List.of();
            if (!deliveries.isEmpty()) {
                ReceiverRow.spend(tx, request.receiver, request.limit, deliveries.size(), now);
            }
            claimed.add(deliveries);
        }
        return claimed;
    }

    private List<Delivery> claim(Handle tx, String receiver, int room, Instant now) {
        List<String> ids = tx.createQuery(claim)
                .bind("owner", corridor.owner())
                .bind("lease_end", now.plus(corridor.lease()).toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("receiver", receiver)
                .bind("room", room)
                .mapTo(String.class)
                .list();
        return ids.isEmpty()
                ? List.of()
                : load(tx, ids).stream()
                        .sorted(Comparator.comparing(Delivery::id))
                        .toList();
    }

    private static ResultIterable<Delivery> load(Handle tx, List<String> ids) {
        return tx.createQuery("""
                        SELECT d.*, n.message, n.rule, n.event_id
                        FROM delivery d JOIN notice n ON n.id = d.notice_id
                        WHERE d.id IN (<ids>)
                        """)
                .bindList("ids", ids)
                .map((row, context) -> new Delivery(
                        row.getString("id"),
                        row.getString("notice_id"),
                        row.getString("event_id"),
                        row.getString("rule"),
                        row.getString("incident_id"),
                        row.getLong("sequence"),
                        row.getString("receiver"),
                        row.getString("address"),
                        row.getString("fallback_of"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("first_attempt_at")),
                        row.getLong("fence"),
                        row.getLong("attempt"),
                        row.getString("message")));
    }
}
