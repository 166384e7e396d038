package io.tocsin.app.hub;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Rows of a table that wait for a time: how many of them are due, and since when. Both are read from the front of an index, whatever
 * else the table holds.
 *
 * @param column the one that says when a row is due, in milliseconds
 * @param rows the table, with a condition that says which of them wait
 * @param order what the index is ordered by: rows that are due earlier come first
 */
record DueRows(String column, String rows, String order) {

    /** So many that are due are counted; more is the same trouble. */
    static final int MOST = 1_000;

    /** Rows whose index is that of the time itself. */
    static DueRows of(String column, String rows) {
        return new DueRows(column, rows, column);
    }

    /** How many are due, {@value #MOST} at most. */
    long count(Handle tx, Instant now) {
        return tx.createQuery("SELECT count(*) FROM (SELECT 1 FROM " + rows + " AND " + column + " <= :now LIMIT "
                        + MOST + ") due")
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    /** For how long the earliest is due, in seconds; 0 where none is. */
    double lateSeconds(Handle tx, Instant now) {
        return tx.createQuery("SELECT " + column + " FROM " + rows + " ORDER BY " + order + " LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .map(at -> Math.max(0, now.toEpochMilli() - at) / 1_000.0)
                .orElse(0.0);
    }
}
