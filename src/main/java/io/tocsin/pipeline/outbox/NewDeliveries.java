package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.OnCall;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.HandOver;
import io.tocsin.store.lane.Place;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Values;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Deliveries about to be written. An unsent older one of the same incident, receiver and address is superseded; one
 * whose receiver's lane has a place is written as claimed and handed over; one whose receiver is not there is dead.
 */
final class NewDeliveries {

    private static final String INSERT = """
            INSERT INTO delivery (due_at, owner, fence, attempt, claims, first_attempt_at, id, notice_id, incident_id, version,
                                  receiver, address, fallback_of, recipient, on_call, held, state, created_at,
                                  failure_class, reason, settled_at, priority)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, %s)
            ON CONFLICT (notice_id, receiver, address, fallback_of) DO NOTHING
            """;

    private static final String INSERT_FIRST = INSERT.formatted("?");

    /** As urgent as the most urgent of what it may supersede. */
    private static final String INSERT_LATER = INSERT.formatted("""
            (SELECT MIN(urgency) FROM (
                 SELECT CAST(? AS BIGINT) AS urgency
                 UNION ALL
                 SELECT unseen.priority FROM delivery unseen
                 WHERE unseen.incident_id = ? AND unseen.receiver = ? AND unseen.address = ? AND unseen.state = 'pending') AS all_of_them)
            """.strip());

    /** One that waits for somebody's morning must not take the place of one that would go out tonight. */
    private static final String SUPERSEDE = """
            UPDATE delivery SET state = 'superseded', reason = :reason, settled_at = :now
            WHERE incident_id = :incident AND receiver = :receiver AND address = :address AND version < :version
              AND state = 'pending' AND owner IS NULL AND (:held = 0 OR held = 1)
            RETURNING version, possible_duplicate
            """;

    private final Corridor corridor;
    private final Instant now;
    private final Misses misses;
    private final HandOver<Delivery> handing;
    private final List<NewDelivery> rows = new ArrayList<>();

    /** Opened before anything is added, so that places are given back whatever fails after. */
    NewDeliveries(Corridor corridor, Notifying notifying, Handle tx, Instant now) {
        this.corridor = corridor;
        this.now = now;
        this.misses = new Misses(corridor, notifying, tx, now);
        this.handing = new HandOver<>(tx, corridor.terms(), now);
    }

    void add(Notice notice, Address draft) {
        add(notice, draft, "", false);
    }

    /** One that is not to be sent: what is newer says all of it, or it is over. */
    void addWithdrawn(Notice notice, Address draft) {
        add(notice, draft, "", true);
    }

    void add(Notice notice, Address draft, String fallbackOf) {
        add(notice, draft, fallbackOf, false);
    }

    /** One that is about to be told in a digest, so that no lane takes it at once. */
    void addForDigest(Notice notice, Address draft, String fallbackOf) {
        add(notice, draft, fallbackOf, false, false);
    }

    private void add(Notice notice, Address draft, String fallbackOf, boolean withdrawn) {
        add(notice, draft, fallbackOf, withdrawn, !withdrawn);
    }

    private void add(Notice notice, Address draft, String fallbackOf, boolean withdrawn, boolean atOnce) {
        String lane = OutboxLanes.lane(draft.receiver());
        boolean there = corridor.lanes().has(lane);
        Optional<Instant> heldUntil = draft.heldUntil().filter(now::isBefore);
        // Only an incident's first notice can have no older delivery in flight, which it would have to wait for.
        Optional<Place<Delivery>> place = notice.version() == 1 && heldUntil.isEmpty() && atOnce
                ? corridor.lanes()
                        .<Delivery>find(lane)
                        .flatMap(open -> open.reserve(notice.message().length()))
                : Optional.empty();
        NewDelivery row = new NewDelivery(
                new Delivery(
                        Id.DELIVERY.next(),
                        notice.id(),
                        notice.eventId(),
                        notice.ruleNames(),
                        notice.incidentId(),
                        notice.version(),
                        notice.round(),
                        draft.receiver(),
                        draft.address(),
                        fallbackOf,
                        now,
                        now,
                        1,
                        1,
                        notice.message(),
                        draft.recipient(),
                        "",
                        false,
                        0,
                        notice.kind().priority()),
                there,
                withdrawn,
                heldUntil);
        rows.add(row);
        handing.add(row::delivery, place);
    }

    void write(Handle tx) {
        if (rows.isEmpty()) {
            return;
        }
        int[] inserted = insert(tx); // before: it takes over how urgent that is which it supersedes
        supersede(tx);
        List<NewDeadLetter> dead = IntStream.range(0, inserted.length)
                .filter(i -> inserted[i] > 0 && rows.get(i).isDead())
                .mapToObj(i -> rows.get(i).deadLetter())
                .toList();
        NewDeadLetter.write(tx, dead, now);
        for (int i = 0; i < inserted.length; i++) {
            Delivery delivery = rows.get(i).delivery();
            if (inserted[i] > 0 && rows.get(i).isDead()) {
                misses.add(
                        delivery.incidentId(),
                        delivery.receiver(),
                        delivery.address(),
                        delivery.version(),
                        rows.get(i).noReceiver(),
                        false);
            }
        }
        misses.write();
        handing.written(inserted);
        tx.afterCommit(() -> {
            Set<String> lanes = rows.stream()
                    .map(row -> OutboxLanes.lane(row.delivery().receiver()))
                    .collect(Collectors.toSet());
            // A lane that gave no place knows that it has a backlog; one that was not asked has to be told.
            lanes.forEach(
                    rows.stream().allMatch(row -> row.delivery().version() == 1)
                            ? corridor.lanes()::wakeIfBehind
                            : corridor.lanes()::wake);
        });
    }

    private void supersede(Handle tx) {
        corridor.lanes()
                .recall(
                        tx,
                        rows.stream()
                                .map(NewDelivery::delivery)
                                .filter(delivery -> delivery.version() > 1)
                                .map(Delivery::incidentId)
                                .distinct()
                                .toList());
        for (NewDelivery row : rows) {
            Delivery delivery = row.delivery();
            if (delivery.version() > 1 && delivery.fallbackOf().isEmpty() && !row.isWithdrawn()) {
                tx.createQuery(SUPERSEDE)
                        .bind("reason", "overtaken by notice " + delivery.noticeId())
                        .bind("now", now.toEpochMilli())
                        .bind("incident", delivery.incidentId())
                        .bind("receiver", delivery.receiver())
                        .bind("address", delivery.address())
                        .bind("version", delivery.version())
                        .bind("held", row.held())
                        .map((older, context) ->
                                new Superseded(older.getLong("version"), older.getBoolean("possible_duplicate")))
                        .forEach(older -> miss(delivery, older));
            }
        }
    }

    private void miss(Delivery newer, Superseded older) {
        misses.add(
                newer.incidentId(),
                newer.receiver(),
                newer.address(),
                older.version,
                "overtaken before it was sent again",
                older.mayHaveArrived);
    }

    private record Superseded(long version, boolean mayHaveArrived) {}

    /** How many rows each of them made: none where it was there. */
    private int[] insert(Handle tx) {
        int[] inserted = new int[rows.size()];
        Statements statements = Statements.of(tx);
        statements.some(INSERT_FIRST, rows, NewDelivery::isFirst, this::bind, inserted);
        statements.some(
                INSERT_LATER,
                rows,
                row -> !row.isFirst(),
                (values, row, place) -> {
                    bind(values, row, place);
                    values.text(row.delivery().incidentId())
                            .text(row.delivery().receiver())
                            .text(row.delivery().address());
                },
                inserted);
        return inserted;
    }

    private void bind(Values values, NewDelivery row, int place) throws SQLException {
        Delivery delivery = row.delivery();
        boolean claimed = handing.isClaimed(place);
        handing.bind(values, place, row.heldUntil().orElse(now));
        values.flag(claimed)
                .time(claimed ? Optional.of(now) : Optional.empty())
                .text(delivery.id())
                .text(delivery.noticeId())
                .text(delivery.incidentId())
                .number(delivery.version())
                .text(delivery.receiver())
                .text(delivery.address())
                .text(delivery.fallbackOf())
                .text(OnCall.without(delivery.recipient()))
                .text(OnCall.textIn(delivery.recipient()))
                .number(row.held())
                .text(row.state())
                .time(now)
                .text(row.isDead() ? FailureClass.PERMANENT.word() : null)
                .text(row.reason())
                .time(row.state().equals("pending") ? Optional.empty() : Optional.of(now))
                .number(delivery.priority());
    }
}
