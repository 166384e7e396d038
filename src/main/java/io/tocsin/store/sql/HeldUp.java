package io.tocsin.store.sql;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes that met a row which stays locked: somebody's psql has it, say, in a transaction that is not ended. They come again, and then
 * hardly wait, and alone, so that all others go on. For the committer's thread.
 */
final class HeldUp {

    /** So long a change waits of which it is known that it may have to. */
    static final Duration LITTLE = Duration.ofMillis(50);

    /** So long the changes of one commit wait together, one after the other. */
    static final Duration TOGETHER = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(HeldUp.class);
    private static final long SAID_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    /** Whoever does not come again by then has given up. */
    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private final Map<Object, Long> inputs = new IdentityHashMap<>();
    private boolean said;
    private long saidAt;

    /** @param nanos monotonic time */
    HeldUp(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** This one met a locked row. */
    void met(Object input, Throwable failure) {
        long now = nanos.getAsLong();
        inputs.put(input, now);
        if (!said || now - saidAt >= SAID_AGAIN_NANOS) {
            said = true;
            saidAt = now;
            LOG.warn(
                    "A row of the store stays locked by a session that is no hub's, and {} change(s) that need it wait; all others go"
                            + " on. Who it is: SELECT pid, usename, application_name, state, xact_start, query FROM pg_stat_activity"
                            + " WHERE xact_start < now() - interval '1 second'; end its transaction, or pg_terminate_backend(pid). The"
                            + " server said: {}",
                    inputs.size(),
                    words(failure));
        }
    }

    /** Whether any change waits; nearly never. */
    boolean isAny() {
        if (!inputs.isEmpty()) {
            long now = nanos.getAsLong();
            if (inputs.values().removeIf(at -> now - at > FORGOTTEN_NANOS)) {
                saysIfNone();
            }
        }
        return !inputs.isEmpty();
    }

    /** Whether the last word about it in the log is that a row is locked. */
    boolean isSaid() {
        return said;
    }

    /** Whether it met a locked row the last time that it was tried. */
    boolean knows(Object input) {
        return inputs.containsKey(input);
    }

    /** It is committed, or refused for another reason. */
    void ended(Object input) {
        if (inputs.isEmpty()) {
            return; // nearly always
        }
        inputs.remove(input);
        saysIfNone();
    }

    private void saysIfNone() {
        if (inputs.isEmpty()) {
            said = false;
            LOG.info("No row of the store is locked any more that a change waits for");
        }
    }

    private static String words(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage()).lines().map(String::strip).reduce("", (all, line) -> (all + ' ' + line)
                .strip());
    }
}
