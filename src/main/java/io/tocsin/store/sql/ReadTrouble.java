package io.tocsin.store.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that reads of the store fail: of each kind of failure at most once a minute, with who read and what the database said.
 * Whoever asked is told, too, but a scrape, a page or a look that fails alone would stand nowhere. For any thread.
 */
final class ReadTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(ReadTrouble.class);
    private static final long APART_NANOS = Duration.ofMinutes(1).toNanos();
    private static final String OURS = "io.tocsin.";
    private static final String HERE = ReadTrouble.class.getPackageName() + ".";

    /** What was said of one kind, and how many failed since. */
    private record Said(long at, long failed) {}

    private final LongSupplier nanos;
    private final Consumer<String> said;
    private final Map<String, Said> kinds = new HashMap<>();

    /** @param nanos monotonic time */
    ReadTrouble(LongSupplier nanos) {
        this(nanos, LOG::warn);
    }

    /** @param said takes the lines */
    ReadTrouble(LongSupplier nanos, Consumer<String> said) {
        this.nanos = nanos;
        this.said = said;
    }

    /** A read failed. */
    void failed(Throwable failure) {
        String kind = kind(failure);
        long now = nanos.getAsLong();
        long since;
        synchronized (kinds) {
            Said last = kinds.get(kind);
            if (last != null && now - last.at < APART_NANOS) {
                kinds.put(kind, new Said(last.at, last.failed + 1));
                return;
            }
            since = last == null ? 0 : last.failed;
            kinds.put(kind, new Said(now, 0));
        }
        said.accept("A read of the store failed, for " + reader(failure) + ": " + words(failure)
                + (since == 0 ? "" : " (and " + since + " more of the kind since this was said last)"));
    }

    /** By what the database says, which is the same for many readers; else by the failure's own class. */
    private static String kind(Throwable failure) {
        for (Throwable link = failure; link != null; link = link.getCause()) {
            if (link instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return root(failure).getClass().getName();
    }

    /** The first of the hub's own classes that is not the store's. */
    private static String reader(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS) && !frame.getClassName().startsWith(HERE)) {
                String name = frame.getClassName();
                return name.substring(name.lastIndexOf('.') + 1) + "." + frame.getMethodName();
            }
        }
        return Thread.currentThread().getName();
    }

    private static String words(Throwable failure) {
        Throwable root = root(failure);
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return root instanceof SQLException ? message : root.getClass().getSimpleName() + ": " + message;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
