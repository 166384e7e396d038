package io.tocsin.pipeline.deadletter;

import io.tocsin.model.delivery.FailureClass;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Something that the hub gives up on, to be kept with its reason.
 *
 * @param kind event, alert (one of an event's), notice (that somebody is not told of) or delivery
 * @param eventId the event behind it
 * @param noticeId the notice, for that kind
 * @param alertIndex which alert of the event's mapping, from 0
 * @param deliveryId the delivery, for that kind
 * @param rule the rule that the delivery came of
 * @param receiver the receiver that did not get it
 * @param fallback the receiver to be told of it
 * @param failureClass why it failed
 * @param reason one line for an operator
 */
public record NewDeadLetter(
        Kind kind,
        String eventId,
        Optional<String> noticeId,
        Optional<Integer> alertIndex,
        Optional<String> deliveryId,
        Optional<String> rule,
        Optional<String> receiver,
        Optional<String> fallback,
        FailureClass failureClass,
        String reason) {

    /** What was given up on. */
    public enum Kind {
        EVENT,
        ALERT,
        NOTICE,
        DELIVERY;

        /** The word used in JSON and the store. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final String INSERT = """
            INSERT INTO dead_letter (id, kind, event_id, notice_id, alert_index, delivery_id, source, rule, receiver, fallback,
                                     failure_class, reason, state, created_at, told, due_at)
            VALUES (:id, :kind, :event_id, :notice_id, :alert_index, :delivery_id,
                    COALESCE((SELECT e.source FROM event e WHERE e.id = :event_id), ''), :rule, :receiver, :fallback,
                    :failure_class, :reason, 'open', :now, 0, :now)
            """;

    /** Of an event, an alert or a delivery. */
    public NewDeadLetter(
            Kind kind,
            String eventId,
            Optional<Integer> alertIndex,
            Optional<String> deliveryId,
            Optional<String> rule,
            Optional<String> receiver,
            Optional<String> fallback,
            FailureClass failureClass,
            String reason) {
        this(kind, eventId, Optional.empty(), alertIndex, deliveryId, rule, receiver, fallback, failureClass, reason);
    }

    /** Of a notice of which somebody is not told whom the rule wants told. */
    public static NewDeadLetter ofNotice(String eventId, String noticeId, String rule, String reason) {
        return new NewDeadLetter(
                Kind.NOTICE,
                eventId,
                Optional.of(noticeId),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rule),
                Optional.empty(),
                Optional.empty(),
                FailureClass.PERMANENT,
                reason);
    }

    /** Of each of those whom rules want told and who is not there. */
    public static List<NewDeadLetter> of(List<IncidentBook.Unreached> unreached) {
        return unreached.stream()
                .map(one -> ofNotice(one.eventId(), one.noticeId(), one.rule(), one.why()))
                .toList();
    }

    /** Keeps one of each of those, and has it seen to. */
    public static void keep(Corridor corridor, Handle tx, List<IncidentBook.Unreached> unreached, Instant now) {
        write(tx, of(unreached), now);
        if (!unreached.isEmpty()) {
            tx.afterCommit(() -> corridor.lanes().wake(DeadLetterTable.LANE));
        }
    }

    /** Writes them inside the transaction that gives up. */
    public static void write(Handle tx, List<NewDeadLetter> letters, Instant now) {
        if (letters.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch(INSERT);
        for (NewDeadLetter letter : letters) {
            batch.bind("id", Id.DEAD_LETTER.next())
                    .bind("kind", letter.kind.word())
                    .bind("event_id", letter.eventId)
                    .bind("notice_id", letter.noticeId.orElse(null))
                    .bind("alert_index", letter.alertIndex.orElse(null))
                    .bind("delivery_id", letter.deliveryId.orElse(null))
                    .bind("rule", letter.rule.orElse(null))
                    .bind("receiver", letter.receiver.orElse(null))
                    .bind("fallback", letter.fallback.orElse(null))
                    .bind("failure_class", letter.failureClass.word())
                    .bind("reason", letter.reason)
                    .bind("now", now.toEpochMilli())
                    .add();
        }
        batch.execute();
    }
}
