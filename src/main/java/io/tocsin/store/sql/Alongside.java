package io.tocsin.store.sql;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What is committed in the transaction of a change that somebody submits, after it: both are on disk, or neither. */
public interface Alongside {

    /** What it writes to: those of one transaction come in this order, so that no two hubs wait for each other. */
    String order();

    /**
     * Writes it. Called once for each try of the transaction.
     *
     * @param result what whoever submitted the change will be told
     * @throws RuntimeException where the change must not be made: neither is, then
     */
    void with(Handle tx, Object result, Instant now);
}
