package io.tocsin.pipeline.ledger;

import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Policy;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.incident.EachIncident;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.LookAhead;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.incident.StillFiring;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.DueWork;
import io.tocsin.store.sql.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Has the rules look at incidents whose time has come: after a rule's wait, at an interval, or for a repeat. What the look tells is
 * written in the same transaction, and when there is to be the next one. What a large incident's look asks of its members is asked
 * beside the writer before.
 */
public final class DueIncidents implements Change<DueIncidents.Room, Integer> {

    /** So many in one transaction. */
    private static final int BATCH = 200;

    private static final String EARLIEST = "SELECT min(due_at) FROM incident WHERE due_at IS NOT NULL";

    private static final String DUE = """
            SELECT id FROM incident WHERE due_at IS NOT NULL AND due_at <= :now ORDER BY due_at, id LIMIT :room %s
            """;

    private final Corridor corridor;
    private final Notifying notifying;

    /**
     * What one transaction looks at.
     *
     * @param incidents no more than so many
     * @param ahead what was asked beside the writer
     */
    public record Room(int incidents, LookAhead ahead) {}

    /**
     * @param corridor where incidents stand
     * @param notifying whom to notify of what
     */
    public DueIncidents(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
    }

    /** Looks at all that is due, whenever something is; with rules that other hubs do not go by, at nothing. */
    public static DueWork work(Corridor corridor, Notifying notifying) {
        DueIncidents looking = new DueIncidents(corridor, notifying);
        return new DueWork(
                IncidentBook.LOOKS, EARLIEST, () -> notifying.mayDecide().getAsBoolean() && looking.batch() == BATCH);
    }

    private int batch() {
        LookAhead ahead = corridor.store().read(tx -> {
            Instant now = corridor.store().now(tx);
            return LookAhead.at(tx, corridor.json(), notifying, due(tx, BATCH, "", now), now);
        });
        return corridor.store().submit(this, new Room(BATCH, ahead)).join();
    }

    /** Looks at no more than so many; gives how many were due. */
    @Override
    public List<Integer> apply(Handle tx, List<Room> rooms, Instant now) {
        return rooms.stream().map(room -> look(tx, room, now)).toList();
    }

    /** An incident's row, a notice, and as many rows again for each. */
    @Override
    public int rows(Room room) {
        return 3 * room.incidents;
    }

    private int look(Handle tx, Room room, Instant now) {
        List<String> ids = due(tx, room.incidents, corridor.store().dialect().skipLocked(), now);
        if (ids.isEmpty()) {
            return 0;
        }
        IncidentBook book = new IncidentBook(corridor, tx, notifying, now, room.ahead);
        book.read(ids);
        Map<String, Policy> policies = notifying.policies().get();
        StillFiring still = new StillFiring(corridor, tx, book);
        List<String> notLooked = EachIncident.look(book, ids, id -> {
            book.decide(id, new Input.TimeCame(), policies, true);
            still.reopen(id, policies);
        });
        book.write();
        EachIncident.putOff(tx, notLooked, now);
        NewDeadLetter.write(tx, NewDeadLetter.of(book.unreached()), now);
        if (!book.unreached().isEmpty()) {
            tx.afterCommit(() -> corridor.lanes().wake(DeadLetterConsumer.LANE));
        }
        return ids.size();
    }

    private static List<String> due(Handle tx, int room, String locking, Instant now) {
        return tx.createQuery(DUE.formatted(locking))
                .bind("now", now.toEpochMilli())
                .bind("room", room)
                .mapTo(String.class)
                .list();
    }
}
