package io.tocsin.app.hub;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Gives back what an earlier run of this hub had claimed and did not settle, so that nobody waits for leases to end. */
final class Leases {

    private static final Change<String, Integer> RELEASE = (tx, owners, now) ->
            owners.stream().map(owner -> release(tx, owner, now)).toList();

    private Leases() {}

    static void release(Store store, String owner) {
        store.submit(RELEASE, owner).join();
    }

    private static int release(Handle tx, String owner, Instant now) {
        int released = 0;
        for (String sql : List.of(
                "UPDATE event SET owner = NULL, due_at = :now WHERE owner = :owner AND state = 'pending'",
                "UPDATE notice SET owner = NULL, due_at = :now WHERE owner = :owner AND state = 'pending'",
                "UPDATE delivery SET owner = NULL, due_at = :now, possible_duplicate = 1, unanswered = unanswered + 1"
                        + " WHERE owner = :owner AND state = 'pending'",
                "UPDATE dead_letter SET owner = NULL, due_at = :now WHERE owner = :owner AND told = 0")) {
            released += tx.createUpdate(sql)
                    .bind("now", now.toEpochMilli())
                    .bind("owner", owner)
                    .execute();
        }
        return released;
    }
}
