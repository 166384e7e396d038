package io.tocsin.pipeline.ledger;

import io.tocsin.model.notice.Notice;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.outbox.FanOut;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Commits the deliveries of notices with the notices' done marks, and a dead letter for each notice that somebody is not
 * told of who should be.
 */
final class TellNotices implements Change<TellNotices.Told, Boolean> {

    /**
     * A notice whose route has ended.
     *
     * @param fanOut the notice and who is told
     * @param lost why others are not, a line each
     */
    record Told(FanOut.Told fanOut, List<String> lost) {}

    private final Corridor corridor;
    private final FanOut fanningOut;

    TellNotices(Corridor corridor) {
        this.corridor = corridor;
        this.fanningOut = new FanOut(corridor);
    }

    @Override
    public List<Boolean> apply(Handle tx, List<Told> inputs, Instant now) {
        List<Boolean> counted =
                fanningOut.apply(tx, inputs.stream().map(Told::fanOut).toList(), now);
        List<NewDeadLetter> dead = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Told told = inputs.get(i);
            if (counted.get(i) && !told.lost.isEmpty()) {
                dead.add(deadLetter(told.fanOut.notice(), told.lost));
            }
        }
        NewDeadLetter.write(tx, dead, now);
        if (!dead.isEmpty()) {
            tx.afterCommit(() -> corridor.lanes().wake(DeadLetterConsumer.LANE));
        }
        return counted;
    }

    @Override
    public int rows(Told told) {
        return 1 + told.fanOut.drafts().size();
    }

    private static NewDeadLetter deadLetter(Notice notice, List<String> lost) {
        return NewDeadLetter.ofNotice(notice.eventId(), notice.id(), notice.rule(), String.join("; ", lost));
    }
}
