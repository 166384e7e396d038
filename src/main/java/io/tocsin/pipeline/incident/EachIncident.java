package io.tocsin.pipeline.incident;

import io.tocsin.model.time.Span;
import io.tocsin.store.sql.MeetsAnotherException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the rules of incidents look, one incident after the other: one that cannot be looked at must not keep the others from being. */
public final class EachIncident {

    /** When one that cannot be looked at is tried again; each time says so in the log. */
    public static final Duration AGAIN = Duration.ofMinutes(10);

    private static final String PUT_OFF = "UPDATE incident SET due_at = :later WHERE id = :id";

    private static final Logger LOG = LoggerFactory.getLogger(EachIncident.class);

    private EachIncident() {}

    /**
     * Does it with each.
     *
     * @param book has read them
     * @param look what is done with one; what it throws that is not the store's is that incident's fault
     * @return those with which it could not be done
     */
    public static List<String> look(IncidentBook book, List<String> ids, Consumer<String> look) {
        List<String> failed = new ArrayList<>();
        for (String id : ids) {
            if (!book.has(id) || !done(id, look)) {
                failed.add(id);
            }
        }
        return failed;
    }

    private static boolean done(String id, Consumer<String> look) {
        try {
            look.accept(id);
            return true;
        } catch (RuntimeException | StackOverflowError wrong) { // too deep is as much its own fault as unreadable
            if (isOfTheStore(wrong)) {
                throw wrong;
            }
            LOG.error("incident {} cannot be looked at; the next try is in {}", id, Span.words(AGAIN), wrong);
            return false;
        }
    }

    /** After the book was written: they are left for a while. */
    public static void putOff(Handle tx, List<String> ids, Instant now) {
        ids.forEach(id -> tx.createUpdate(PUT_OFF)
                .bind("later", now.plus(AGAIN).toEpochMilli())
                .bind("id", id)
                .execute());
    }

    /** Whether the store is at fault, so that all of it is to be tried again, rather than what was looked at. */
    public static boolean isOfTheStore(Throwable failure) {
        return failure instanceof SQLException
                || failure instanceof MeetsAnotherException
                || failure.getCause() != null && isOfTheStore(failure.getCause());
    }
}
