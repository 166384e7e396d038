package io.tocsin.app.hub;

import io.tocsin.store.lane.Abandoned;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;

/** Gives back what an earlier run of this hub had claimed and did not settle, so that nobody waits for leases to end. */
final class Leases {

    private static final Change<String, Integer> RELEASE = (tx, owners, now) -> owners.stream()
            .map(owner -> Abandoned.release(tx, ClaimedTables.ALL, owner, now))
            .toList();

    private Leases() {}

    static void release(Store store, String owner) {
        store.submit(RELEASE, owner).join();
    }
}
