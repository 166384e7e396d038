package io.tocsin.hub;

import io.tocsin.store.Change;
import io.tocsin.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is settled and old, in batches small enough that no accept waits for them. What is pending stays, and so
 * does what is dead: a dead letter goes only after somebody redrove or discarded it.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** One that still has a notice, because of a dead letter say, keeps its alerts for the trace. */
    private static final String DONE_INCIDENTS = "SELECT i.id FROM incident i WHERE i.resolved_at < :before"
            + " AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.incident_id = i.id)"
            + " ORDER BY i.resolved_at, i.id LIMIT :batch";

    /**
     * What a dead digest tells stays with it, for the trace; and who was told of a notice stays known while it may be fanned
     * out again to those who were not.
     */
    private static final String DONE_DELIVERIES = "SELECT d.id FROM delivery d WHERE d.settled_at < :before"
            + " AND d.state <> 'dead' AND NOT EXISTS"
            + " (SELECT 1 FROM delivery digest WHERE digest.id = d.digest_id AND digest.state IN ('dead', 'pending'))"
            + " AND NOT EXISTS (SELECT 1 FROM dead_letter l WHERE l.notice_id = d.notice_id AND l.state = 'open')"
            + " ORDER BY d.settled_at LIMIT :batch";

    /** Children before parents, so that nothing points at a row that is gone. */
    private static final List<String> REMOVALS = List.of(
            "DELETE FROM attempt WHERE delivery_id IN (" + DONE_DELIVERIES + ")",
            "DELETE FROM delivery WHERE id IN (" + DONE_DELIVERIES + ")",
            "DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE settled_at < :before LIMIT :batch)",
            "DELETE FROM notice WHERE id IN (SELECT n.id FROM notice n WHERE n.settled_at < :before"
                    + " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice_id = n.id)"
                    + " AND NOT EXISTS (SELECT 1 FROM dead_letter l WHERE l.notice_id = n.id AND l.state = 'open')"
                    + " ORDER BY n.settled_at LIMIT :batch)",
            "DELETE FROM event WHERE id IN (SELECT e.id FROM event e WHERE e.settled_at < :before"
                    + " AND e.state <> 'dead'"
                    + " AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.event_id = e.id)"
                    + " AND NOT EXISTS (SELECT 1 FROM dead_letter l WHERE l.event_id = e.id AND l.state = 'open')"
                    + " ORDER BY e.settled_at LIMIT :batch)",
            "DELETE FROM incident_alert WHERE incident_id IN (" + DONE_INCIDENTS + ")",
            "DELETE FROM incident WHERE id IN (" + DONE_INCIDENTS + ")",
            "DELETE FROM thread WHERE (incident_id, receiver, address) IN (SELECT t.incident_id, t.receiver, t.address"
                    + " FROM thread t WHERE t.changed_at < :before"
                    + " AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = t.incident_id)"
                    + " ORDER BY t.changed_at LIMIT :batch)",
            "DELETE FROM bucket WHERE (account, destination) IN (SELECT b.account, b.destination FROM bucket b"
                    + " WHERE b.destination <> '' AND b.refilled_at < :before AND b.paused_until < :before"
                    + " LIMIT :batch)",
            "DELETE FROM alert WHERE id IN (SELECT a.id FROM alert a WHERE a.last_seen_at < :before"
                    + " AND NOT EXISTS (SELECT 1 FROM incident_alert b WHERE b.alert_id = a.id)"
                    + " ORDER BY a.last_seen_at LIMIT :batch)");

    private final Store store;
    private final InstantSource clock;
    private final Duration keep;
    private final Change<Instant, Integer> removing = (tx, befores, now) ->
            befores.stream().map(before -> remove(tx, before)).toList();

    Retention(Store store, InstantSource clock, Duration keep) {
        this.store = store;
        this.clock = clock;
        this.keep = keep;
    }

    static void schedule(Store store, InstantSource clock, Duration keep, ScheduledExecutorService timer) {
        Retention retention = new Retention(store, clock, keep);
        timer.scheduleWithFixedDelay(retention::sweep, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    /** Removes batch after batch until a batch finds nothing; gives back how many rows went. */
    int sweep() {
        int total = 0;
        try {
            int removed;
            do {
                removed = store.submit(removing, clock.instant().minus(keep)).join();
                total += removed;
            } while (removed > 0);
        } catch (RuntimeException e) {
            if (store.isAway(e)) {
                return total; // the log says why, and it goes on by itself
            }
            LOG.warn("retention stopped early, it goes on in {}", INTERVAL, e);
        }
        return total;
    }

    private static int remove(Handle tx, Instant before) {
        int removed = 0;
        for (String sql : REMOVALS) {
            removed += tx.createUpdate(sql)
                    .bind("before", before.toEpochMilli())
                    .bind("batch", BATCH)
                    .execute();
        }
        return removed;
    }
}
