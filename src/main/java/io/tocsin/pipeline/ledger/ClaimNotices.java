package io.tocsin.pipeline.ledger;

import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.TargetJson;
import io.tocsin.pipeline.outbox.NoticeRow;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Claims the notices that are due, the oldest first. */
final class ClaimNotices implements Change<Integer, List<Notice>> {

    private final Corridor corridor;
    private final String claim;

    ClaimNotices(Corridor corridor) {
        this.corridor = corridor;
        this.claim = """
                UPDATE notice SET owner = :owner, fence = fence + 1, due_at = :lease_end
                WHERE id IN (SELECT id FROM notice WHERE state = 'pending' AND due_at <= :now
                             ORDER BY due_at LIMIT :room %s)
                RETURNING *
                """.formatted(corridor.store().dialect().skipLocked());
    }

    @Override
    public List<List<Notice>> apply(Handle tx, List<Integer> rooms, Instant now) {
        return rooms.stream().map(room -> claim(tx, room, now)).toList();
    }

    private List<Notice> claim(Handle tx, int room, Instant now) {
        return tx
                .createQuery(claim)
                .bind("owner", corridor.owner())
                .bind("lease_end", now.plus(corridor.lease()).toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("room", room)
                .map((row, context) -> NoticeRow.read(row, targets(row.getString("receivers"))))
                .list()
                .stream()
                .sorted(Comparator.comparing(Notice::id))
                .toList();
    }

    private List<Target> targets(String receivers) {
        return TargetJson.read(JsonText.read(corridor.json(), receivers));
    }
}
