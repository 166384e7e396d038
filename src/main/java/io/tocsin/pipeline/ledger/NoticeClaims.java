package io.tocsin.pipeline.ledger;

import io.tocsin.model.notice.Notice;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.outbox.Misses;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Claims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Claims of notices; one that is given up becomes a dead letter, from which it can be fanned out again. */
final class NoticeClaims {

    /** Some four minutes: a notice has no outside, so a failure is a fault of the route or of the notice. */
    private static final int MOST = 8;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private static final String GIVE_UP =
            "UPDATE notice SET state = 'dead', owner = NULL, settled_at = :now WHERE id = :id";

    private NoticeClaims() {}

    static Claims<Notice> of(Corridor corridor, Notifying notifying) {
        return new Claims<>(
                new NoticeTable(),
                corridor.terms(),
                Claims.Patience.doubling(MOST, FIRST_PAUSE),
                row -> NoticeRow.read(row, corridor.json()),
                (tx, dead, now) -> giveUp(corridor, notifying, tx, dead, now));
    }

    private static void giveUp(
            Corridor corridor, Notifying notifying, Handle tx, List<Claims.Dead<Notice>> dead, Instant now) {
        PreparedBatch batch = tx.prepareBatch(GIVE_UP);
        dead.forEach(one ->
                batch.bind("now", now.toEpochMilli()).bind("id", one.row().id()).add());
        batch.execute();
        NewDeadLetter.write(
                tx,
                dead.stream()
                        .map(one -> NewDeadLetter.ofNotice(
                                one.row().eventId(), one.row().id(), one.row().ruleNames(), one.reason()))
                        .toList(),
                now);
        Misses misses = new Misses(corridor, notifying, tx, now).atOnce();
        dead.forEach(one -> one.row()
                .to()
                .forEach(draft -> misses.add(
                        one.row().incidentId(),
                        draft.receiver(),
                        draft.address(),
                        one.row().version(),
                        one.reason(),
                        false)));
        misses.write();
        tx.afterCommit(() -> corridor.lanes().wake(DeadLetterConsumer.LANE));
    }
}
