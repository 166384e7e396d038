package io.tocsin.pipeline.silence;

import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.incident.EachIncident;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.outbox.OutboxLanes;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.DueWork;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Has the rules of incidents look that were held back by something that ended or changed before its time, a few incidents in a
 * transaction: thousands may have been. What ends when it was to end needs nobody: the incidents are due by themselves then.
 */
public final class Releases implements Change<Integer, Integer> {

    /** So many in one transaction. */
    private static final int BATCH = 200;

    private static final String EARLIEST = "SELECT min(at) FROM released";

    private static final String RELEASE = """
            INSERT INTO released (held_by, at, why) VALUES (:by, :now, :why)
            ON CONFLICT (held_by) DO UPDATE SET at = excluded.at, why = excluded.why, after = ''
            """;

    private static final String FIRST = "SELECT held_by, why, after FROM released ORDER BY at, held_by LIMIT 1 %s";

    private static final String HELD = """
            SELECT incident_id FROM held WHERE held_by = :by AND incident_id > :after ORDER BY incident_id LIMIT :room
            """;

    private record Released(String by, String why, String after) {}

    private final Corridor corridor;
    private final Notifying notifying;

    /**
     * @param corridor where incidents stand
     * @param notifying whom to notify of what, and what holds it back now
     */
    public Releases(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
    }

    /** Goes through all that was released, whenever something was. */
    public static DueWork work(Corridor corridor, Notifying notifying) {
        Releases releases = new Releases(corridor, notifying);
        return new DueWork(
                "silence:releases",
                EARLIEST,
                () -> notifying.mayDecide().getAsBoolean()
                        && corridor.store().submit(releases, BATCH).join() > 0);
    }

    /** Whatever this held is to be looked at, in the same transaction that ended it; nothing where it held nothing. */
    static void release(Handle tx, String by, String why, Instant now) {
        tx.createUpdate(RELEASE)
                .bind("by", by)
                .bind("why", why)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** Goes through no more than so many incidents; gives 0 once nothing is left. */
    @Override
    public List<Integer> apply(Handle tx, List<Integer> rooms, Instant now) {
        return rooms.stream().map(room -> next(tx, room, now)).toList();
    }

    /** An incident's row, what holds it, a notice. */
    @Override
    public int rows(Integer room) {
        return 4 * room;
    }

    private int next(Handle tx, int room, Instant now) {
        Optional<Released> released = tx.createQuery(
                        FIRST.formatted(corridor.store().dialect().forUpdate()))
                .map((row, context) ->
                        new Released(row.getString("held_by"), row.getString("why"), row.getString("after")))
                .findOne();
        if (released.isEmpty()) {
            return 0;
        }
        Released one = released.get();
        List<String> ids = tx.createQuery(HELD)
                .bind("by", one.by)
                .bind("after", one.after)
                .bind("room", room)
                .mapTo(String.class)
                .list();
        if (ids.size() < room) {
            tx.createUpdate("DELETE FROM released WHERE held_by = :by")
                    .bind("by", one.by)
                    .execute();
        } else {
            tx.createUpdate("UPDATE released SET after = :after WHERE held_by = :by")
                    .bind("after", ids.get(ids.size() - 1))
                    .bind("by", one.by)
                    .execute();
        }
        look(tx, one, ids, now);
        return ids.size() + 1;
    }

    private void look(Handle tx, Released released, List<String> ids, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        IncidentBook book = new IncidentBook(corridor, tx, notifying, now);
        book.read(ids);
        List<String> notLooked = EachIncident.look(
                book,
                ids,
                id -> book.release(
                        id,
                        released.by,
                        released.by + ": " + released.why,
                        notifying.policies().get()));
        tx.createUpdate("DELETE FROM held WHERE held_by = :by AND incident_id IN (<ids>)")
                .bind("by", released.by)
                .bindList("ids", ids)
                .execute();
        book.write();
        EachIncident.putOff(tx, notLooked, now); // then they look by themselves
        NewDeadLetter.write(tx, NewDeadLetter.of(book.unreached()), now);
        if (!book.unreached().isEmpty()) {
            tx.afterCommit(() -> corridor.lanes().wake(OutboxLanes.DEAD_LETTERS));
        }
    }
}
