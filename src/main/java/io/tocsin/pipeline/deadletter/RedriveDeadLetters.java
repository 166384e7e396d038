package io.tocsin.pipeline.deadletter;

import io.tocsin.model.event.Redo;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Sets what died going again. A delivery keeps its id, which is its idempotency key, and begins its retry schedule
 * afresh, unless there is something else to tell by now. Of a notice that somebody was not told who should have been, its
 * rules look again who there is. An event is decided again as if it had just come, but for
 * those of its alerts, if there are thousands, that were decided before it died. Of an alert's event only the refused alert is decided again:
 * the others were told, and deciding them twice would tell them twice.
 */
final class RedriveDeadLetters implements Change<SettleOrder, Settled> {

    private static final String EVENT = """
            UPDATE event SET state = 'pending', owner = NULL, due_at = :now, attempt = 0, mapping = NULL,
                             decision = CASE WHEN decided_to > 0 THEN decision END, redo = NULL, settled_at = NULL
            WHERE id = :id AND state = 'dead'
            """;

    /** The fence moves on, so that a claim of fewer alerts that is under way does not count. */
    private static final String ALERTS = """
            UPDATE event SET state = 'pending', owner = NULL, fence = fence + 1, due_at = :now, attempt = 0,
                             redo = :redo, settled_at = NULL
            WHERE id = :id
            """;

    private static final String INCIDENTS = """
            SELECT d.incident_id FROM dead_letter l JOIN delivery d ON d.id = l.delivery_id WHERE l.id IN (<list>)
            UNION SELECT d.incident_id FROM dead_letter l JOIN delivery d ON d.digest_id = l.delivery_id WHERE l.id IN (<list>)
            UNION SELECT n.incident_id FROM dead_letter l JOIN notice n ON n.id = l.notice_id WHERE l.id IN (<list>)
            """;

    private final Rooms rooms;
    private final Corridor corridor;
    private final Notifying notifying;

    RedriveDeadLetters(Rooms rooms, Corridor corridor, Notifying notifying) {
        this.rooms = rooms;
        this.corridor = corridor;
        this.notifying = notifying;
    }

    @Override
    public List<Settled> apply(Handle tx, List<SettleOrder> orders, Instant now) {
        hold(tx, orders);
        return orders.stream().map(order -> redrive(tx, order, now)).toList();
    }

    /** The incidents of all of them, before anything is changed. */
    private void hold(Handle tx, List<SettleOrder> orders) {
        List<String> letters =
                orders.stream().flatMap(order -> order.ids().stream()).toList();
        List<String> incidents = Statements.of(tx).among(INCIDENTS, letters, row -> row.getString(1));
        IncidentLocks.withDeliveries(tx, corridor.store().dialect(), incidents, List.of());
    }

    private Settled redrive(Handle tx, SettleOrder order, Instant now) {
        Sorted sorted = Sorted.of(tx, order.ids(), letter -> letter.redriveObstacle(rooms));
        List<Letter> deliveries = sorted.of("delivery");
        List<Letter> notices = sorted.of("notice");
        List<Letter> events = sorted.of("event");
        List<Letter> alerts = sorted.of("alert");
        RedriveDeliveries again = new RedriveDeliveries(corridor, notifying, tx, now);
        again.deliveries(deliveries.stream().map(Letter::deliveryId).toList(), order.actor());
        again.notices(notices.stream().map(Letter::noticeId).toList(), order.actor());
        again.write();
        update(tx, EVENT, events.stream().map(Letter::eventId).toList(), now);
        redo(tx, alerts, now);
        sorted.settle(tx, order, "redriven", "dead-letter.redrive", now);
        Set<String> receivers = deliveries.stream().map(Letter::receiver).collect(Collectors.toSet());
        tx.afterCommit(() -> {
            receivers.forEach(rooms::wakeReceiver);
            if (!events.isEmpty() || !alerts.isEmpty()) {
                rooms.wakeInbox();
            }
        });
        return sorted.settled(again.otherwise());
    }

    /** What would come of it; changes nothing. */
    Settled look(Handle tx, List<String> ids, Instant now) {
        Sorted sorted = Sorted.of(tx, ids, letter -> letter.redriveObstacle(rooms));
        RedriveDeliveries again = new RedriveDeliveries(corridor, notifying, tx, now);
        again.deliveries(sorted.of("delivery").stream().map(Letter::deliveryId).toList(), "");
        again.notices(sorted.of("notice").stream().map(Letter::noticeId).toList(), "");
        return sorted.settled(again.otherwise());
    }

    private static void update(Handle tx, String sql, List<String> ids, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(sql);
        ids.forEach(id -> batch.bind("now", now.toEpochMilli()).bind("id", id).add());
        batch.execute();
    }

    private void redo(Handle tx, List<Letter> alerts, Instant now) {
        if (alerts.isEmpty()) {
            return;
        }
        Map<String, Set<Integer>> places = new LinkedHashMap<>();
        for (Letter letter : alerts) {
            Set<Integer> redo = places.computeIfAbsent(
                    letter.eventId(),
                    event -> new TreeSet<>(
                            Redo.read(corridor.json(), letter.redo().orElse(null))));
            redo.add(letter.alertIndex());
        }
        PreparedBatch batch = tx.prepareBatch(ALERTS);
        places.forEach((event, redo) -> batch.bind("now", now.toEpochMilli())
                .bind("redo", Redo.text(redo))
                .bind("id", event)
                .add());
        batch.execute();
    }
}
