package io.tocsin.pipeline.rest;

import io.tocsin.pipeline.incident.TakenAnswers;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Keeps until when somebody wants to be left alone, and holds back what waits for them already, in one transaction. */
final class TakeRests implements Change<RestOrder, Instant> {

    private static final String KEEP = """
            INSERT INTO rest (person, kind, until) VALUES (:person, :kind, :until)
            ON CONFLICT (person, kind) DO UPDATE SET until = excluded.until WHERE rest.until < excluded.until
            """;

    /** What is in hand is on its way; the rest goes out together after it, as after quiet hours. */
    private static final String HOLD = """
            UPDATE delivery SET held = 1, due_at = CASE WHEN due_at < :until THEN :until ELSE due_at END
            WHERE receiver = :receiver AND address = :address AND state = 'pending' AND owner IS NULL
            """;

    @Override
    public List<Instant> apply(Handle tx, List<RestOrder> orders, Instant now) {
        List<Instant> until = new ArrayList<>();
        List<AuditEntry> audit = new ArrayList<>();
        for (RestOrder order : orders) {
            if (TakenAnswers.isNew(tx, order.once(), now)) {
                keep(tx, order, now.plus(order.length()));
                audit.add(new AuditEntry(
                        order.actor(),
                        "person.rest",
                        order.person(),
                        order.kind() + " until " + now.plus(order.length())));
            }
            until.add(RestTable.until(tx, order.person(), order.kind()).orElse(now));
        }
        AuditEntry.write(tx, audit, now);
        if (!audit.isEmpty()) {
            Revisions.raise(tx, Revisions.RESTS);
        }
        return until;
    }

    private static void keep(Handle tx, RestOrder order, Instant until) {
        tx.createUpdate(KEEP)
                .bind("person", order.person())
                .bind("kind", order.kind())
                .bind("until", until.toEpochMilli())
                .execute();
        order.address().ifPresent(address -> tx.createUpdate(HOLD)
                .bind("until", until.toEpochMilli())
                .bind("receiver", address.receiver())
                .bind("address", address.address())
                .execute());
    }
}
