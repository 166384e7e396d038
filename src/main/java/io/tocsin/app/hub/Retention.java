package io.tocsin.app.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.time.Span;
import io.tocsin.pipeline.trace.OutcomeRecords;
import io.tocsin.store.audit.AuditRetention;
import io.tocsin.store.repeat.AnsweredRequests;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Removed;
import io.tocsin.store.sql.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is settled and old. What is pending stays, and so does what is dead: a dead letter goes only after somebody
 * redrove or discarded it.
 *
 * <p>It looks for what may go beside the writer, a batch of rows at a time whether they may go or not, and gives the writer
 * the keys of those that may, a few at a time and with rests between ({@link Pace}): no accept waits while it reads what has to
 * stay, nor for more than a small batch of what goes.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int PAGE = 500;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Children before parents, so that nothing points at a row that is gone. */
    static final List<Settled> TABLES = List.of(
            // What a dead digest tells stays with it, for the trace; and who was told of a notice stays known while it
            // may
            // be fanned out again to those who were not.
            Settled.inOrder(
                    "delivery",
                    "created_at",
                    "r.state <> 'dead'"
                            + " AND NOT EXISTS (SELECT 1 FROM delivery digest"
                            + " WHERE digest.id = r.digest_id AND digest.state IN ('dead', 'pending'))"
                            + " AND NOT EXISTS (SELECT 1 FROM dead_letter l"
                            + " WHERE l.notice_id = r.notice_id AND l.state = 'open')",
                    "DELETE FROM attempt WHERE delivery_id = :k0"),
            Settled.byId("dead_letter", "settled_at", "1 = 1"),
            Settled.inOrder(
                    "notice",
                    "created_at",
                    "NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice_id = r.id)"
                            + " AND NOT EXISTS (SELECT 1 FROM dead_letter l WHERE l.notice_id = r.id AND l.state = 'open')"),
            Settled.inOrder(
                    "event",
                    "received_at",
                    "r.state <> 'dead' AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.event_id = r.id)"
                            + " AND NOT EXISTS (SELECT 1 FROM dead_letter l WHERE l.event_id = r.id AND l.state = 'open')",
                    "DELETE FROM decision_part WHERE event_id = :k0"),
            // One that still has a notice, because of a dead letter say, keeps its alerts for the trace.
            Settled.byId(
                    "incident",
                    "resolved_at",
                    "r.state = 'resolved' AND r.due_at IS NULL"
                            + " AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.incident_id = r.id)"
                            // somebody resolved it, and what fires on in it opens no other
                            + " AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.resolved_in = r.id)",
                    "DELETE FROM incident_comment WHERE incident_id = :k0",
                    "DELETE FROM ticket_news WHERE incident_id = :k0",
                    "DELETE FROM held WHERE incident_id = :k0",
                    "DELETE FROM incident_relation WHERE incident_id = :k0",
                    "DELETE FROM member WHERE incident_id = :k0",
                    "DELETE FROM incident_group WHERE incident_id = :k0"),
            // Of a group that is never quiet: whoever was told that it fires was told that it is over, or never will
            // be.
            Settled.byId("member", "over_at", "1 = 1"),
            new Settled(
                    "thread",
                    "changed_at",
                    Optional.empty(),
                    List.of("r.incident_id", "r.receiver", "r.address", "CAST(r.round AS TEXT)"),
                    "NOT EXISTS (SELECT 1 FROM incident i WHERE i.id = r.incident_id)",
                    List.of()),
            Settled.byId("silence", "ends_at", "1 = 1"),
            Settled.byId("maintenance_window", "over_at", "1 = 1"),
            Settled.byId("schedule_override", "ends_at", "1 = 1"),
            new Settled("rest", "until", Optional.empty(), List.of("r.person", "r.kind"), "1 = 1", List.of()),
            Settled.byId("answer_taken", "taken_at", "1 = 1"),
            Settled.byId("question", "settled_at", "r.due_at IS NULL AND r.telling <> 'pending'"),
            new Settled(
                    "pipeline_run",
                    "seen_at",
                    Optional.empty(),
                    List.of("r.execution", "r.source"),
                    // what is asked and not yet answered is held against it
                    "NOT EXISTS (SELECT 1 FROM question q WHERE q.run = r.execution AND q.state = 'open')",
                    List.of()),
            new Settled(
                    "bucket",
                    "refilled_at",
                    Optional.empty(),
                    List.of("r.account", "r.destination"),
                    "r.destination <> '' AND r.paused_until < :before",
                    List.of()),
            Settled.byId(
                    "alert",
                    "last_seen_at",
                    "NOT EXISTS (SELECT 1 FROM incident i WHERE i.alert_id = r.id OR i.id = r.incident_id)"
                            // It keeps others quiet until it is over, which tells them.
                            + " AND NOT EXISTS (SELECT 1 FROM inhibitor k WHERE k.alert_id = r.id)"));

    private final Store store;
    private final InstantSource clock;
    private final Duration keep;
    private final Optional<Duration> keepAudit;
    private final Optional<OutcomeRecords> records;
    private final Rest rest;

    /** Lets others go first. */
    @FunctionalInterface
    interface Rest {
        void take(Duration length) throws InterruptedException;
    }

    /**
     * Rows to remove.
     *
     * @param of their table
     * @param keys their keys, no more than a batch
     * @param before how old they have to be still, in milliseconds
     */
    private record Order(Settled of, List<List<String>> keys, long before) {}

    private final Change<Order, Removed> removing = (tx, orders, now) -> orders.stream()
            .map(order -> Removed.timed(() -> {
                note(tx, order, now);
                return order.of.remove(tx, order.keys, order.before);
            }))
            .toList();

    /** One that never rests, and leaves the audit alone. */
    Retention(Store store, InstantSource clock, Duration keep) {
        this(store, clock, keep, length -> {});
    }

    /** The same with rests between batches. */
    Retention(Store store, InstantSource clock, Duration keep, Rest rest) {
        this(store, clock, keep, Optional.empty(), Optional.empty(), rest);
    }

    /**
     * @param keep how long what is settled is kept
     * @param keepAudit how long the audit is; empty for ever
     * @param records notes in the audit what goes of who was notified; empty where nobody wants it
     * @param rest between batches
     */
    Retention(
            Store store,
            InstantSource clock,
            Duration keep,
            Optional<Duration> keepAudit,
            Optional<OutcomeRecords> records,
            Rest rest) {
        this.store = store;
        this.clock = clock;
        this.keep = keep;
        this.keepAudit = keepAudit;
        this.records = records;
        this.rest = rest;
    }

    /**
     * @param settings say how long everything is kept
     * @param mine whether it is this hub's to do, of those that share the store
     */
    static void schedule(
            Store store,
            InstantSource clock,
            HubSettings settings,
            BooleanSupplier mine,
            ScheduledExecutorService timer) {
        Retention retention = new Retention(
                store,
                clock,
                settings.duration(Setting.RETENTION),
                Optional.of(settings.duration(Setting.AUDIT_RETENTION)),
                Optional.of(new OutcomeRecords(new ObjectMapper()))
                        .filter(records -> settings.flag(Setting.AUDIT_OUTCOMES)),
                length -> TimeUnit.NANOSECONDS.sleep(length.toNanos()));
        Runnable sweep = () -> {
            if (mine.getAsBoolean()) {
                retention.sweep();
            }
        };
        timer.scheduleWithFixedDelay(sweep, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    private void note(Handle tx, Order order, Instant now) {
        records.ifPresent(noting -> noting.note(
                tx, order.of.table(), order.keys.stream().map(key -> key.get(0)).toList(), now));
    }

    /** What is kept for a time of its own; {@code next} removes so many at most, and none once there are none. */
    private int batches(IntFunction<Removed> next) throws InterruptedException {
        int total = 0;
        long begin = System.nanoTime();
        Pace pace = Pace.first();
        while (true) {
            rest.take(pace.rest());
            Removed gone = next.apply(pace.rows());
            if (gone.rows() == 0) {
                return total;
            }
            total += gone.rows();
            pace = pace.after(gone.rows(), gone.worked(), Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Goes through what is old, batch by batch; gives back how many rows went. */
    int sweep() {
        int total = 0;
        long begin = System.nanoTime();
        Pace pace = Pace.first();
        try {
            for (Settled table : TABLES) {
                long before = clock.instant().minus(keep).toEpochMilli();
                Settled.Page page = null;
                do {
                    Settled.Place from = page == null ? table.begin() : page.end();
                    page = store.read(tx -> table.read(tx, from, before, clock.millis(), PAGE));
                    for (int at = 0; at < page.removable().size(); ) {
                        rest.take(pace.rest());
                        List<List<String>> keys = page.removable()
                                .subList(at, Math.min(page.removable().size(), at + pace.rows()));
                        Removed removed = store.submit(removing, new Order(table, keys, before))
                                .join();
                        total += removed.rows();
                        pace = pace.after(keys.size(), removed.worked(), Duration.ofNanos(System.nanoTime() - begin));
                        at += keys.size();
                    }
                } while (!page.last());
            }
            total += batches(new AnsweredRequests(store)::remove);
            if (keepAudit.isPresent()) {
                total += batches(new AuditRetention(store, clock.instant().minus(keepAudit.get()))::next);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!store.isAway(e)) { // else the log says why, and it goes on by itself
                LOG.warn("retention stopped early, it goes on in {}", Span.words(INTERVAL), e);
            }
        }
        if (total > 0) {
            LOG.info(
                    "retention removed {} rows in {} ms",
                    total,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
        }
        return total;
    }
}
