package io.tocsin.store.sql;

import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/** The store's time, which decides leases and due times: the hub's own where it is alone, the database's where not. */
@FunctionalInterface
public interface StoreClock {

    /** The time at which the open transaction happens. */
    Instant now(Handle tx);

    /**
     * The same time outside of a transaction.
     *
     * @param own the hub's time
     */
    default InstantSource outside(InstantSource own) {
        return own;
    }
}
