package io.tocsin.store;

import java.time.InstantSource;
import javax.sql.DataSource;

/** All that differs between the databases that can hold the store. */
public interface Dialect {

    /** A pool of exactly one connection, for the committer. */
    DataSource writer();

    /** A pool of connections that only read. */
    DataSource readers();

    /** Where the migrations of this database stand, as Flyway writes it. */
    String migrations();

    /** Appended to the inner select of a claim, so that hubs that share the store do not wait for each other. */
    String skipLocked();

    /** Appended to a read of what the same transaction then changes, so that no other hub changes it in between. */
    String forUpdate();

    /**
     * Whether a transaction failed because the store is away (locked, full, not readable) and not because of what was in
     * it, so that nothing else would succeed either.
     */
    boolean isAway(Throwable failure);

    /** Which clock is the store's. */
    StoreClock clock(InstantSource own);
}
