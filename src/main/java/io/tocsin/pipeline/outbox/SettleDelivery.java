package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.AfterFailure;
import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Outcome;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.shared.Revisions;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Dialect;
import io.tocsin.store.sql.Statements;
import io.tocsin.store.sql.Values;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Commits how attempts ended: the delivery's next state, the attempt for the trace, a pause that the receiver asked for,
 * a dead letter. An attempt whose claim was lost meanwhile is kept for the trace but changes nothing.
 */
final class SettleDelivery implements Change<SettleDelivery.Attempt, SettleDelivery.Ended> {

    /**
     * One attempt that ended.
     *
     * @param delivery what was tried
     * @param outcome how it ended
     * @param startedAt when it began
     * @param endedAt when it ended
     * @param fallback who is told if it is dead
     * @param thread what the route says that the provider calls the incident, as JSON text
     * @param limits where a pause that the provider asked for counts
     */
    record Attempt(
            Delivery delivery,
            Outcome outcome,
            Instant startedAt,
            Instant endedAt,
            Optional<String> fallback,
            Optional<String> thread,
            Limits limits) {

        /** Whether it was the first, and the delivery needs no other: it is kept in the delivery's own row. */
        boolean isOnlyOne() {
            return outcome instanceof Outcome.Delivered && delivery.fence() == 1;
        }
    }

    /** What follows from an attempt's end. */
    enum Ended {
        /** Nothing. */
        SETTLED,
        /** There is a dead letter. */
        DEAD,
        /** A newer delivery of the same incident may have waited for this one. */
        OTHERS_WAIT,
        /** The claim was lost, so this end did not count. */
        LOST
    }

    /** The first try arrived, which is the common case: it has no row of its own. */
    private static final String DELIVER = """
            UPDATE delivery SET state = 'delivered', owner = NULL, claims = 0, failure_class = NULL, reason = NULL,
                                settled_at = ?, first_attempt_at = ?, answered_at = ?, status_code = ?, answer = ?
            WHERE id = ? AND fence = ? AND state = 'pending'
            """;

    private static final String SETTLE = """
            UPDATE delivery SET state = ?, owner = NULL, due_at = ?, attempt = attempt - ?, claims = 0,
                                failure_class = ?, reason = ?, settled_at = ?,
                                possible_duplicate = CASE ? WHEN 1 THEN 1 ELSE possible_duplicate END,
                                unanswered = unanswered + ?
            WHERE id = ? AND fence = ? AND state = 'pending'
            """;

    private static final String OTHERS_WAIT = """
            SELECT older.id FROM delivery older
            WHERE older.id IN (<list>) AND EXISTS (
                SELECT 1 FROM delivery newer
                WHERE newer.incident_id = older.incident_id AND newer.receiver = older.receiver
                  AND newer.state = 'pending' AND newer.id <> older.id)
            """;

    /** A retry would come after a newer notice of the same incident, which waits to go: the newer one goes instead. */
    private static final String SUPERSEDE = """
            UPDATE delivery SET state = 'superseded', settled_at = :now
            WHERE id = :id AND fence = :fence AND state = 'pending'
              AND EXISTS (SELECT 1 FROM delivery newer
                          WHERE newer.incident_id = delivery.incident_id AND newer.receiver = delivery.receiver
                            AND newer.address = delivery.address AND newer.state = 'pending'
                            AND newer.version > delivery.version
                            AND (newer.held = 0 OR newer.due_at <= :now))
            """;

    private final Corridor corridor;
    private final Notifying notifying;

    /**
     * @param corridor where the deliveries stand
     * @param notifying whom to notify of what
     */
    SettleDelivery(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
    }

    @Override
    public List<Ended> apply(Handle tx, List<Attempt> attempts, Instant now) {
        List<Integer> order = IntStream.range(0, attempts.size())
                .boxed()
                .sorted(Comparator.comparing(i -> attempts.get(i).delivery.id()))
                .toList();
        List<Ended> inOrder =
                settleInOrder(tx, order.stream().map(attempts::get).toList(), now);
        Ended[] ended = new Ended[inOrder.size()];
        for (int i = 0; i < ended.length; i++) {
            ended[order.get(i)] = inOrder.get(i);
        }
        return List.of(ended);
    }

    private List<Ended> settleInOrder(Handle tx, List<Attempt> attempts, Instant now) {
        Set<String> overtaken = hold(tx, attempts);
        int[] settled = settle(tx, attempts, now);
        AttemptRow.write(
                tx,
                IntStream.range(0, settled.length)
                        .filter(i -> settled[i] == 0 || !attempts.get(i).isOnlyOne())
                        .mapToObj(attempts::get)
                        .toList());
        ThreadRow.write(tx, attempts, now);
        List<NewDeadLetter> dead = new ArrayList<>();
        List<Ended> ended = new ArrayList<>(attempts.size());
        Set<String> waitedFor = othersWait(tx, attempts);
        Misses misses = new Misses(corridor, notifying, tx, now);
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            if (attempt.outcome instanceof Outcome.Retry) {
                if (settled[i] > 0 && attempt.delivery.isDigest()) {
                    misses.addOvertaken(attempt.delivery);
                } else if (settled[i] > 0 && overtaken.contains(attempt.delivery.id()) && supersede(tx, attempt, now)) {
                    misses.add(attempt.delivery, "overtaken before it was sent again", mayHaveArrived(attempt));
                }
            } else if (attempt.outcome instanceof Outcome.Dead failed && settled[i] > 0) {
                dead.add(deadLetter(attempt, failed.failure()));
                misses.add(attempt.delivery, failed.failure().reason(), mayHaveArrived(attempt));
            }
            ended.add(ended(attempt, settled[i] > 0, waitedFor));
        }
        NewDeadLetter.write(tx, dead, now);
        misses.write();
        if (pause(tx, attempts, now) && corridor.store().dialect().isRemote()) {
            Revisions.raise(tx, Revisions.PAUSES);
        }
        return ended;
    }

    /**
     * Where other hubs write to the same store: incidents that may hear of misses, and then deliveries, in the order of their ids; where
     * no incident hears of anything, they are settled in that order, and need no more.
     *
     * @return those to be tried again which something newer may have overtaken
     */
    private Set<String> hold(Handle tx, List<Attempt> attempts) {
        Dialect dialect = corridor.store().dialect();
        Set<String> overtaken = othersWait(
                tx,
                attempts.stream()
                        .filter(attempt -> attempt.outcome instanceof Outcome.Retry)
                        .toList());
        if (dialect.forUpdate().isEmpty()) {
            return overtaken;
        }
        List<Delivery> missed = attempts.stream()
                .filter(attempt -> attempt.outcome instanceof Outcome.Dead
                        || attempt.outcome instanceof Outcome.Retry && attempt.delivery.isDigest()
                        || overtaken.contains(attempt.delivery.id()))
                .map(Attempt::delivery)
                .toList();
        boolean oneAfterTheOther =
                attempts.stream().map(Attempt::isOnlyOne).distinct().count() == 1;
        if (!missed.isEmpty() || !oneAfterTheOther) {
            Set<String> incidents =
                    missed.stream().map(Delivery::incidentId).collect(Collectors.toCollection(TreeSet::new));
            incidents.addAll(Misses.ofDigests(
                    tx,
                    missed.stream().filter(Delivery::isDigest).map(Delivery::id).toList()));
            IncidentLocks.withDeliveries(
                    tx,
                    dialect,
                    incidents,
                    attempts.stream().map(attempt -> attempt.delivery.id()).toList());
        }
        return overtaken;
    }

    /** Whether nobody answered for a try of it. */
    private static boolean mayHaveArrived(Attempt attempt) {
        return attempt.delivery.possibleDuplicate()
                || attempt.outcome
                        .failed()
                        .filter(failure -> failure.failureClass() == FailureClass.UNKNOWN)
                        .isPresent();
    }

    private static Ended ended(Attempt attempt, boolean counted, Set<String> waitedFor) {
        if (!counted) {
            return Ended.LOST;
        }
        if (attempt.outcome instanceof Outcome.Dead) {
            return Ended.DEAD;
        }
        return attempt.delivery.isDigest() || waitedFor.contains(attempt.delivery.id())
                ? Ended.OTHERS_WAIT
                : Ended.SETTLED;
    }

    private static Set<String> othersWait(Handle tx, List<Attempt> attempts) {
        return new HashSet<>(Statements.of(tx)
                .among(OTHERS_WAIT, attempts.stream().map(a -> a.delivery.id()).toList(), row -> row.getString(1)));
    }

    /** How many rows each of them changed. */
    private static int[] settle(Handle tx, List<Attempt> attempts, Instant now) {
        int[] settled = new int[attempts.size()];
        Statements statements = Statements.of(tx);
        statements.some(
                DELIVER,
                attempts,
                Attempt::isOnlyOne,
                (values, attempt, place) -> deliver(values, attempt, now),
                settled);
        statements.some(
                SETTLE,
                attempts,
                attempt -> !attempt.isOnlyOne(),
                (values, attempt, place) -> settle(values, attempt, now),
                settled);
        return settled;
    }

    private static void deliver(Values values, Attempt attempt, Instant now) throws SQLException {
        Outcome.Delivered delivered = (Outcome.Delivered) attempt.outcome;
        values.time(now)
                .time(attempt.startedAt)
                .time(attempt.endedAt)
                .number(delivered.statusCode())
                .text(delivered.answer())
                .text(attempt.delivery.id())
                .number(attempt.delivery.fence());
    }

    private static void settle(Values values, Attempt attempt, Instant now) throws SQLException {
        Row row = Row.of(attempt.outcome, now);
        values.text(row.state)
                .time(row.dueAt)
                .flag(!row.counted)
                .text(row.failure.map(failure -> failure.failureClass().word()))
                .text(row.failure.map(Failure::reason))
                .time(row.state.equals("pending") ? Optional.empty() : Optional.of(now))
                .flag(row.unanswered())
                .flag(row.unanswered())
                .text(attempt.delivery.id())
                .number(attempt.delivery.fence());
    }

    /** One destination after the other, in the order in which claims hold them. @return whether any is paused */
    private static boolean pause(Handle tx, List<Attempt> attempts, Instant now) {
        List<Attempt> pausing = attempts.stream()
                .filter(attempt -> attempt.outcome
                        .failed()
                        .flatMap(failure -> AfterFailure.pausedUntil(failure, now))
                        .isPresent())
                .sorted(Comparator.comparing((Attempt attempt) -> attempt.limits.account())
                        .thenComparing(attempt -> attempt.limits.destination(attempt.delivery.address())))
                .toList();
        pausing.forEach(attempt -> {
            Failure failure = attempt.outcome.failed().orElseThrow();
            Instant until = AfterFailure.pausedUntil(failure, now).orElseThrow();
            Buckets.pause(tx, attempt.limits, attempt.delivery.address(), until, failure.reason(), now);
        });
        return !pausing.isEmpty();
    }

    private static boolean supersede(Handle tx, Attempt attempt, Instant now) {
        return tx.createUpdate(SUPERSEDE)
                        .bind("now", now.toEpochMilli())
                        .bind("id", attempt.delivery.id())
                        .bind("fence", attempt.delivery.fence())
                        .execute()
                > 0;
    }

    private static NewDeadLetter deadLetter(Attempt attempt, Failure failure) {
        return new NewDeadLetter(
                NewDeadLetter.Kind.DELIVERY,
                attempt.delivery.eventId(),
                Optional.empty(),
                Optional.of(attempt.delivery.id()),
                Optional.of(attempt.delivery.rules()),
                Optional.of(attempt.delivery.receiver()),
                attempt.fallback,
                failure.failureClass(),
                failure.reason());
    }

    private record Row(String state, Instant dueAt, boolean counted, Optional<Failure> failure) {

        boolean unanswered() {
            return failure.filter(f -> f.failureClass() == FailureClass.UNKNOWN).isPresent();
        }

        static Row of(Outcome outcome, Instant now) {
            if (outcome instanceof Outcome.Retry retry) {
                return new Row("pending", retry.at(), retry.counted(), Optional.of(retry.failure()));
            }
            if (outcome instanceof Outcome.Released released) {
                return new Row("pending", released.at(), false, Optional.empty());
            }
            String state = outcome instanceof Outcome.Delivered ? "delivered" : "dead";
            return new Row(state, now, true, outcome.failed());
        }
    }
}
