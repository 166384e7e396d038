package io.tocsin.pipeline.ledger;

import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.outbox.NoticeRow;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.Claims;
import io.tocsin.store.sql.JsonText;
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

    static Claims<Notice> of(Corridor corridor) {
        return new Claims<>(
                new NoticeTable(),
                corridor.terms(),
                Claims.Patience.doubling(MOST, FIRST_PAUSE),
                (row, context) -> NoticeRow.read(row, targets(corridor, row.getString("receivers"))),
                (tx, dead, now) -> giveUp(corridor, tx, dead, now));
    }

    private static void giveUp(Corridor corridor, Handle tx, List<Claims.Dead<Notice>> dead, Instant now) {
        PreparedBatch batch = tx.prepareBatch(GIVE_UP);
        dead.forEach(one ->
                batch.bind("now", now.toEpochMilli()).bind("id", one.row().id()).add());
        batch.execute();
        NewDeadLetter.write(
                tx,
                dead.stream()
                        .map(one -> NewDeadLetter.ofNotice(
                                one.row().eventId(), one.row().id(), one.row().rule(), one.reason()))
                        .toList(),
                now);
        tx.afterCommit(() -> corridor.lanes().wake(DeadLetterConsumer.LANE));
    }

    private static List<Target> targets(Corridor corridor, String receivers) {
        return TargetJson.read(JsonText.read(corridor.json(), receivers));
    }
}
