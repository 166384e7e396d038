package io.tocsin.store.audit;

import io.tocsin.store.lane.DueWork;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what was written to the audit into the chain: each row gets the next place and a hash of the row before it and itself. Nobody
 * who writes to the audit waits for it, and the store alone counts: a place is given to a row that is committed, so that nothing that
 * was rolled back leaves a gap.
 */
public final class SealAudit implements Change<Integer, Integer> {

    /** So many rows in one transaction. */
    static final int BATCH = 250;

    private static final Logger LOG = LoggerFactory.getLogger(SealAudit.class);

    /** Without a time: a row that a clock set forward wrote is sealed with the others. */
    private static final String EARLIEST = "SELECT 0 FROM audit WHERE seq IS NULL LIMIT 1";

    /** Whoever changes it has the chain's end to himself until his transaction is over. */
    private static final String ONE_AT_A_TIME = """
            INSERT INTO probe (name, at) VALUES ('audit', :now) ON CONFLICT (name) DO UPDATE SET at = excluded.at
            """;

    private static final String UNSEALED = """
            SELECT seq, hash, id, at, actor, action, target, detail FROM audit WHERE seq IS NULL ORDER BY id LIMIT :room
            """;

    private static final String SEAL = "UPDATE audit SET seq = ?, hash = ? WHERE id = ?";

    /** So long it works at a time; the next look goes on, and the thread is free for others between. */
    private static final Duration SPELL = Duration.ofSeconds(2);

    private static final Duration LONGEST_REST = Duration.ofMillis(250);

    private boolean hasSaid;

    /**
     * Seals what there is, whenever something is. Behind a backlog it rests for twice as long as a batch took, so that who waits for the
     * same writer finds it free most of the time.
     *
     * @param mine whether it is this hub's to do, of those that share the store
     */
    public static DueWork work(Store store, BooleanSupplier mine) {
        SealAudit sealing = new SealAudit();
        return new DueWork("audit:seals", EARLIEST, () -> {
            sealing.all(store, mine, SPELL);
            return false; // a backlog leaves its thread to others until the next look
        });
    }

    /**
     * Seals what is left when nobody writes any more, before the hub stops; a backlog that takes longer than some seconds stays.
     *
     * @param mine whether it is this hub's to do
     */
    public static void last(Store store, BooleanSupplier mine) {
        new SealAudit().all(store, mine, SPELL);
    }

    private void all(Store store, BooleanSupplier mine, Duration spell) {
        long begin = System.nanoTime();
        long took = 0;
        while (mine.getAsBoolean() && System.nanoTime() - begin + took < spell.toNanos()) {
            long from = System.nanoTime();
            if (store.submit(this, BATCH).join() < BATCH) {
                return;
            }
            took = System.nanoTime() - from;
            LockSupport.parkNanos(Math.min(2 * took, LONGEST_REST.toNanos()));
        }
    }

    /** Seals no more rows than that; gives how many it sealed. */
    @Override
    public List<Integer> apply(Handle tx, List<Integer> rooms, Instant now) {
        tx.createUpdate(ONE_AT_A_TIME).bind("now", now.toEpochMilli()).execute();
        return rooms.stream().map(room -> seal(tx, room, now)).toList();
    }

    @Override
    public int rows(Integer room) {
        return room;
    }

    private int seal(Handle tx, int room, Instant now) {
        List<AuditRow> unsealed =
                tx.createQuery(UNSEALED).bind("room", room).map(AuditRow.MAPPER).list();
        if (unsealed.isEmpty()) {
            return 0;
        }
        Optional<Segment> last = Segment.last(tx);
        if (last.isEmpty()) {
            sayThatNothingIsSealed(tx);
            return 0;
        }
        Segment before = last.get();
        Segment segment = before.at(now);
        if (segment.number() != before.number()) {
            before.close(tx, now);
            tx.afterCommit(() -> LOG.info(
                    "the audit up to row {} is one segment more ({}); its last hash, for a place where nobody who can write to"
                            + " the store can change it: {}",
                    before.lastSeq(),
                    before.number(),
                    new AuditHead(before.lastSeq(), before.lastHash())));
        }
        List<AuditRow> sealed = new ArrayList<>(unsealed.size());
        for (AuditRow row : unsealed) {
            AuditRow next = row.sealed(segment.lastSeq() + 1, segment.lastHash());
            sealed.add(next);
            segment = segment.with(next);
        }
        Statements.of(tx).each(SEAL, sealed, (values, row) -> values.number(row.seq())
                .text(row.hash())
                .text(row.id()));
        segment.write(tx);
        return sealed.size();
    }

    /** Once, not at each look; verify goes on to say it. */
    private void sayThatNothingIsSealed(Handle tx) {
        if (!hasSaid) {
            hasSaid = true;
            tx.afterCommit(() ->
                    LOG.error("the audit is not sealed any more: audit_segment, which says where its chain ends, has no"
                            + " row, so somebody removed it. Restore that table from a backup; docs/audit.md says how to begin anew"
                            + " where there is none"));
        }
    }
}
