package io.tocsin.store.audit;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Removed;
import io.tocsin.store.sql.Store;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Removes what is too old of the audit: whole segments, the oldest first, whose last hash stays, so that what is kept still has
 * something to begin with. That it was removed is in the audit itself.
 */
public final class AuditRetention {

    /** What it is called in the audit. */
    static final String ACTION = "audit.remove";

    private static final String ACTOR = "hub.audit.retention";

    private static final String MARK = """
            UPDATE audit_segment SET removed_at = :now
            WHERE closed_at < :before AND removed_at IS NULL
              AND number = (SELECT min(number) FROM audit_segment WHERE removed_at IS NULL)
            RETURNING number, first_seq, last_seq, last_hash
            """;

    private static final String ANYTHING = """
            SELECT (SELECT count(*) FROM audit_segment WHERE closed_at < :before AND removed_at IS NULL)
              + (SELECT count(*) FROM (
                  SELECT 1 FROM audit
                  WHERE seq <= (SELECT max(last_seq) FROM audit_segment WHERE removed_at IS NOT NULL) LIMIT 1) one)
            """;

    private static final String REMOVE = """
            DELETE FROM audit WHERE seq IN (
              SELECT seq FROM audit
              WHERE seq <= (SELECT max(last_seq) FROM audit_segment WHERE removed_at IS NOT NULL)
              ORDER BY seq LIMIT :most)
            """;

    /** Marks the oldest segment, if it is old enough; gives whether it was. */
    private static final Change<Instant, Boolean> MARKING = (tx, befores, now) -> {
        Optional<AuditEntry> gone = tx.createQuery(MARK)
                .bind("now", now.toEpochMilli())
                .bind("before", befores.get(0).toEpochMilli())
                .map((row, context) -> new AuditEntry(
                        ACTOR,
                        ACTION,
                        target(row.getLong("number")),
                        detail(row.getLong("first_seq"), row.getLong("last_seq"), row.getString("last_hash"))))
                .findOne();
        AuditEntry.write(tx, gone.stream().toList(), now);
        return Collections.nCopies(befores.size(), gone.isPresent());
    };

    /** So many rows in one transaction, at most. */
    public static final int MOST = 250;

    private static final Change<Integer, Removed> REMOVING = new Change<>() {
        @Override
        public List<Removed> apply(Handle tx, List<Integer> most, Instant now) {
            return most.stream()
                    .map(rows -> Removed.timed(
                            () -> tx.createUpdate(REMOVE).bind("most", rows).execute()))
                    .toList();
        }

        @Override
        public int rows(Integer most) {
            return most;
        }
    };

    private final Store store;
    private final Instant before;

    /**
     * @param store where it is kept
     * @param before what was complete before that time goes
     */
    public AuditRetention(Store store, Instant before) {
        this.store = store;
        this.before = before;
    }

    /**
     * Removes some rows; none once there is nothing to remove. Blocks.
     *
     * @param most how many at most, {@link #MOST} or fewer
     */
    public Removed next(int most) {
        long anything = store.read(tx -> tx.createQuery(ANYTHING)
                .bind("before", before.toEpochMilli())
                .mapTo(Long.class)
                .one());
        if (anything == 0) {
            return Removed.NOTHING;
        }
        store.submit(MARKING, before).join();
        return store.submit(REMOVING, Math.min(most, MOST)).join();
    }

    static String target(long segment) {
        return "segment " + segment;
    }

    private static String detail(long first, long last, String hash) {
        return "rows " + first + " to " + last + "; last hash " + hash;
    }

    /** Whether that row is what was written when the segment was marked as removed. */
    static boolean wrote(AuditRow row, Segment segment) {
        return row.actor().equals(ACTOR)
                && row.action().equals(ACTION)
                && row.target().equals(target(segment.number()))
                && row.detail().equals(detail(segment.firstSeq(), segment.lastSeq(), segment.lastHash()))
                && segment.removedAt().filter(row.time()::equals).isPresent();
    }
}
