package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Pages that a hub had in hand when somebody acknowledged the incident, and of which it did not say how they ended, since it was killed
 * say: what was claimed then is not taken back, but is not sent once more either.
 */
record AnsweredPages(Corridor corridor, Notifying notifying) {

    private static final String ANSWERED =
            "SELECT id FROM incident WHERE id IN (<list>) AND acknowledged_by IS NOT NULL AND state <> 'resolved'";

    private static final String WITHDRAW = """
            UPDATE delivery SET state = 'superseded', owner = NULL, settled_at = :now, attempt = attempt - 1, reason = :reason
            WHERE id = :id
            """;

    private static final String WHY = "somebody acknowledged the incident before this was sent again";

    /** Those of some that were just claimed which are to be sent; the others are settled. */
    List<Delivery> without(Handle tx, List<Delivery> claimed, Instant now) {
        List<Delivery> again = claimed.stream()
                .filter(delivery -> delivery.fence() > 1 && !delivery.isDigest())
                .toList();
        if (again.isEmpty()) {
            return claimed;
        }
        List<String> answered = Statements.of(tx)
                .among(
                        ANSWERED,
                        again.stream().map(Delivery::incidentId).distinct().toList(),
                        row -> row.getString(1));
        if (answered.isEmpty()) {
            return claimed;
        }
        Set<Delivery> pages = pages(tx, again, answered, now);
        if (pages.isEmpty()) {
            return claimed;
        }
        PreparedBatch batch = tx.prepareBatch(WITHDRAW);
        pages.forEach(page -> batch.bind("now", now.toEpochMilli())
                .bind("reason", WHY)
                .bind("id", page.id())
                .add());
        batch.execute();
        Misses misses = new Misses(corridor, notifying, tx, now).atOnce();
        pages.forEach(page -> {
            misses.add(page, WHY, page.possibleDuplicate());
            tx.afterCommit(
                    () -> corridor.lanes().wake(OutboxLanes.lane(page.receiver()))); // what is newer waited for it
        });
        misses.write();
        return claimed.stream().filter(delivery -> !pages.contains(delivery)).toList();
    }

    private Set<Delivery> pages(Handle tx, List<Delivery> again, List<String> answered, Instant now) {
        IncidentLocks.atOnce(tx, corridor.store().dialect(), answered);
        IncidentBook book = new IncidentBook(corridor, tx, notifying, now);
        book.read(answered);
        Set<Delivery> pages = new HashSet<>();
        again.stream()
                .filter(delivery -> book.isAnsweredPage(
                        delivery.incidentId(),
                        new Address.Key(delivery.receiver(), delivery.address()),
                        delivery.version()))
                .forEach(pages::add);
        return pages;
    }
}
