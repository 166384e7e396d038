package io.tocsin.pipeline.inbox;

import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Gives an event back whose decision failed for a reason that may pass, to be tried again later. */
final class ReturnEvent implements Change<ReturnEvent.Returned, Void> {

    record Returned(String id, long fence, Instant dueAt) {}

    @Override
    public List<Void> apply(Handle tx, List<Returned> events, Instant now) {
        PreparedBatch batch = tx.prepareBatch(
                "UPDATE event SET owner = NULL, due_at = :due WHERE id = :id AND fence = :fence AND state = 'pending'");
        for (Returned event : events) {
            batch.bind("due", event.dueAt.toEpochMilli())
                    .bind("id", event.id)
                    .bind("fence", event.fence)
                    .add();
        }
        batch.execute();
        return Collections.nCopies(events.size(), null);
    }
}
