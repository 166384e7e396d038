package io.tocsin.pipeline.deadletter;

import io.tocsin.model.incident.Input;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/**
 * Sets dead deliveries going again: as they are, where their address still has just that to hear of the incident; otherwise the
 * address is told what is new for it now, or nothing where all is over. What is of an incident that is gone goes as it is; so does
 * a digest where all that it tells still stands. Otherwise each of what it tells is redriven by itself.
 */
final class RedriveDeliveries {

    private static final String OVER = "there is nothing to notify of any more";

    private static final String AS_IT_IS = """
            UPDATE delivery SET state = 'pending', owner = NULL, due_at = :now, attempt = 0, claims = 0, first_attempt_at = NULL,
                                failure_class = NULL, reason = NULL, settled_at = NULL, unanswered = 0
            WHERE id = :id AND state = 'dead'
            """;

    private static final String NOT_AT_ALL = """
            UPDATE delivery SET state = 'superseded', reason = :reason, settled_at = :now
            WHERE id = :id AND state IN ('dead', 'collapsed')
            """;

    private static final String BY_ITSELF = """
            UPDATE delivery SET state = 'pending', digest_id = NULL, due_at = :now, reason = NULL, settled_at = NULL
            WHERE id = :id AND state = 'collapsed'
            """;

    private static final String SELECT = "SELECT id, incident_id, receiver, address, version FROM delivery WHERE ";

    /** A notice whose incident is gone says what it said. */
    private static final String FAN_OUT = """
            UPDATE notice SET state = 'pending', owner = NULL, due_at = :now, attempt = 0, settled_at = NULL
            WHERE id = :id AND state = 'dead'
            """;

    /**
     * What is sent in place of what died.
     *
     * @param nothing whether that is nothing at all
     * @param why in plain words
     * @param notice the one that is sent, where it is made of the incident
     */
    record Instead(boolean nothing, String why, Optional<String> notice) {

        static Instead nothing(String why) {
            return new Instead(true, why, Optional.empty());
        }

        /** What the trace says of a delivery in whose place it is. */
        String trace() {
            return notice.map(id -> "what is new is in notice " + id).orElse(why);
        }
    }

    private record Dead(String id, String incidentId, Address.Key address, long version) {}

    private final Corridor corridor;
    private final Notifying notifying;
    private final Handle tx;
    private final Instant now;
    private final IncidentBook book;
    private final PreparedBatch again;
    private final PreparedBatch instead;
    private final PreparedBatch alone;
    private final Map<String, Instead> otherwise = new HashMap<>();

    RedriveDeliveries(Corridor corridor, Notifying notifying, Handle tx, Instant now) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.tx = tx;
        this.now = now;
        this.book = new IncidentBook(corridor, tx, notifying, now);
        this.again = tx.prepareBatch(AS_IT_IS);
        this.instead = tx.prepareBatch(NOT_AT_ALL);
        this.alone = tx.prepareBatch(BY_ITSELF);
    }

    /** Redrives these deliveries, for somebody. */
    void deliveries(List<String> ids, String actor) {
        if (ids.isEmpty()) {
            return;
        }
        List<Dead> dead =
                read(tx.createQuery(SELECT + "id IN (<ids>) ORDER BY id").bindList("ids", ids));
        Map<String, List<Dead>> told = new LinkedHashMap<>();
        dead.forEach(one -> told.put(
                one.id,
                read(tx.createQuery(SELECT + "digest_id = :digest ORDER BY id").bind("digest", one.id))));
        book.read(Stream.concat(dead.stream(), told.values().stream().flatMap(List::stream))
                .map(Dead::incidentId)
                .toList());
        dead.forEach(one -> {
            if (told.get(one.id).isEmpty()) {
                redrive(one, actor);
            } else {
                redriveDigest(one, told.get(one.id), actor);
            }
        });
    }

    private static List<Dead> read(Query query) {
        return query.map((row, context) -> new Dead(
                        row.getString("id"),
                        row.getString("incident_id"),
                        new Address.Key(row.getString("receiver"), row.getString("address")),
                        row.getLong("version")))
                .list();
    }

    /** What is sent in place of deliveries, and of notices, by their ids; what is not here goes as it is. */
    Map<String, Instead> otherwise() {
        return otherwise;
    }

    private void redrive(Dead one, String actor) {
        Optional<Instead> other = tellsNow(one, actor);
        if (other.isPresent()) {
            otherwise.put(one.id, other.get());
            notAtAll(one.id, other.get().trace());
        } else {
            asItIs(one.id);
        }
    }

    private void redriveDigest(Dead digest, List<Dead> told, String actor) {
        Map<String, Optional<Instead>> now = new LinkedHashMap<>();
        told.forEach(one -> now.put(one.id, tellsNow(one, actor)));
        if (now.values().stream().allMatch(Optional::isEmpty)) {
            asItIs(digest.id);
            return;
        }
        String why = "part of what it says no longer holds; what still does is sent as a new message";
        boolean nothing = now.values().stream()
                .allMatch(other -> other.filter(Instead::nothing).isPresent());
        otherwise.put(digest.id, nothing ? Instead.nothing(OVER) : new Instead(false, why, Optional.empty()));
        notAtAll(digest.id, why);
        now.forEach((id, other) -> other.ifPresentOrElse(
                instead -> notAtAll(id, instead.trace()),
                () -> alone.bind("now", this.now.toEpochMilli()).bind("id", id).add()));
    }

    /** What there is to tell in place of a delivery, in plain words; empty where it goes as it is. */
    private Optional<Instead> tellsNow(Dead one, String actor) {
        if (!book.has(one.incidentId)) {
            return Optional.empty();
        }
        IncidentBook.Outcome outcome = book.decide(
                one.incidentId,
                new Input.Redriven(one.address, one.version, actor),
                notifying.policies().get(),
                true);
        if (outcome.decision().again().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(outcome.notices().stream()
                .findFirst()
                .map(notice -> new Instead(
                        false, "what is new for its address is sent in its place", Optional.of(notice.id())))
                .orElse(Instead.nothing(OVER)));
    }

    private void notAtAll(String id, String why) {
        instead.bind("reason", why)
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .add();
    }

    private void asItIs(String id) {
        again.bind("now", now.toEpochMilli()).bind("id", id).add();
    }

    /** Has the rules of these notices' incidents look for whoever was not told. */
    void notices(List<String> ids, String actor) {
        if (ids.isEmpty()) {
            return;
        }
        Map<String, String> incidents = new LinkedHashMap<>();
        tx.createQuery("SELECT id, incident_id FROM notice WHERE id IN (<ids>) ORDER BY id")
                .bindList("ids", ids)
                .map((row, context) -> Map.entry(row.getString("id"), row.getString("incident_id")))
                .forEach(row -> incidents.put(row.getKey(), row.getValue()));
        book.read(incidents.values());
        incidents.forEach((notice, incident) -> {
            if (book.has(incident)) {
                IncidentBook.Outcome outcome = book.decide(
                        incident,
                        new Input.HoldChanged(actor + " wants everybody told who is not yet"),
                        notifying.policies().get(),
                        true);
                if (outcome.notices().isEmpty()) {
                    otherwise.put(notice, Instead.nothing("nobody is left who would have to be notified"));
                }
            } else {
                tx.createUpdate(FAN_OUT)
                        .bind("now", now.toEpochMilli())
                        .bind("id", notice)
                        .execute();
            }
        });
    }

    void write() {
        if (again.size() > 0) {
            again.execute();
        }
        if (instead.size() > 0) {
            instead.execute();
        }
        if (alone.size() > 0) {
            alone.execute();
        }
        book.write();
        tx.afterCommit(() -> corridor.lanes().wake(IncidentBook.NOTICES));
        NewDeadLetter.write(tx, NewDeadLetter.of(book.unreached()), now);
    }
}
