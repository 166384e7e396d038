package io.tocsin.pipeline.listing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A kind of thing that can be listed: how its rows are read in order, and which of them a filter takes. */
interface Listed {

    /**
     * A row as it was read.
     *
     * @param cursor its place in the order: what comes after it is read with {@link #after}
     * @param at its time, to which {@code since} refers
     * @param content its columns
     */
    record Row(String cursor, Instant at, ObjectNode content) {}

    /** Whether a text may be a cursor of this list; an empty one is the beginning. */
    boolean isCursor(String text);

    /** The cursor of which everything before a time comes after; it may be some minutes later. */
    String before(Instant until);

    /**
     * Rows in order, the newest first, by an index.
     *
     * @param cursor the row after which to begin; empty for the newest
     * @param most how many
     */
    List<Row> after(Handle tx, String cursor, int most, ListFilter filter);

    /** The entry for a reader, where the filter takes the row. */
    Optional<ObjectNode> entry(ObjectNode row, ListFilter filter);

    /** Adds to the entries of a page what would be too dear to read for every row. */
    default void complete(Handle tx, List<ObjectNode> entries) {}
}
