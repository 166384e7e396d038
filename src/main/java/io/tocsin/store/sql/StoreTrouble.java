package io.tocsin.store.sql;

import io.tocsin.model.event.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log why the store takes nothing: once when it begins, again when the cause becomes another, and when it is
 * over. Who else meets the failure need not say it. On a disk that is all but full small changes succeed between larger ones
 * that fail; so it is over only after {@link #QUIET}. For any thread.
 */
final class StoreTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(StoreTrouble.class);

    /** So long nothing may have failed. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private volatile String cause = "";
    private long began;
    private long lastFailed;

    /** @param nanos monotonic time */
    StoreTrouble(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A transaction failed because the store is away. */
    synchronized void failed(Throwable failure) {
        lastFailed = nanos.getAsLong();
        String now = words(failure);
        if (now.equals(cause)) {
            return;
        }
        if (cause.isEmpty()) {
            began = lastFailed;
        }
        cause = now;
        LOG.error(
                "The store takes no changes: {}. Senders get 503 and nothing is sent; it goes on by itself once the store"
                        + " takes changes again",
                now);
    }

    /** A transaction does not end. Why, its end says, and what it said before is no news. */
    synchronized void stalled(Throwable failure) {
        if (cause.isEmpty()) {
            failed(failure);
        } else {
            lastFailed = nanos.getAsLong();
        }
    }

    /** A transaction was committed. */
    void worked() {
        if (cause.isEmpty()) {
            return; // nearly always
        }
        worked(nanos.getAsLong());
    }

    private synchronized void worked(long now) {
        if (!cause.isEmpty() && now - lastFailed >= QUIET.toNanos()) {
            cause = "";
            LOG.info("The store takes changes again; the first failed {} s ago", (now - began) / 1_000_000_000L);
        }
    }

    /** Why the store takes nothing, or did a moment ago; empty where all is well. Any thread may ask. */
    Optional<String> cause() {
        return Optional.of(cause).filter(words -> !words.isEmpty());
    }

    private static String words(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            boolean tells = link instanceof SQLException && link.getCause() == null
                    || link instanceof StoreUnavailableException && link.getCause() == null;
            if (tells) {
                return link.getMessage();
            }
        }
        return failure.toString();
    }
}
