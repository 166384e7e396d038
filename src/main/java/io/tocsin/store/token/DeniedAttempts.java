package io.tocsin.store.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tocsin.model.token.Holder;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/**
 * What holders of a token tried that it does not open, in the audit: of one token the same operation once an hour by a hub, however often it
 * is tried, so that a flood fills no store. What shows no token of the hub's is nobody's attempt and is not noted.
 */
public final class DeniedAttempts {

    /** The same again within this is not noted. */
    static final Duration QUIET = Duration.ofHours(1);

    private static final int MOST = 10_000;
    private static final int LONGEST = 500;

    private static final Change<AuditEntry, Void> WRITE = DeniedAttempts::write;

    private record Attempt(String token, String operation) {}

    private final Store store;
    private final Cache<Attempt, Boolean> noted;

    /**
     * @param store where the audit is
     * @param nanos monotonic time
     */
    public DeniedAttempts(Store store, LongSupplier nanos) {
        this.store = store;
        Ticker ticker = nanos::getAsLong;
        this.noted = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(QUIET)
                .ticker(ticker)
                .build();
    }

    /**
     * Notes an attempt, unless the same was noted a moment ago. Does not wait; where the store takes no changes it is noted the next time.
     *
     * @param operation the method and the path as it is mounted, of which there are some dozens
     * @param why what was missing; a line
     */
    public void note(Holder holder, String operation, String why) {
        Attempt attempt = new Attempt(holder.token(), operation);
        if (noted.asMap().putIfAbsent(attempt, true) != null) {
            return;
        }
        String words = why.startsWith(operation) ? why : operation + ": " + why;
        String detail = words.substring(0, Math.min(LONGEST, words.length()));
        store.submit(WRITE, new AuditEntry(holder.actor(), "access.denied", holder.token(), detail))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        noted.invalidate(attempt);
                    }
                });
    }

    private static List<Void> write(Handle tx, List<AuditEntry> entries, Instant now) {
        AuditEntry.write(tx, entries, now);
        return Collections.nCopies(entries.size(), null);
    }
}
