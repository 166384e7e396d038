package io.tocsin.pipeline.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.incident.Input;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Gives what did not reach an address to a fallback: what is new to the fallback of the same incident, in a notice of its own. Of
 * a digest it gives what the fallback does not know of the incidents that it tells of, in a digest again.
 */
final class Handover {

    /**
     * A delivery that somebody else takes over.
     *
     * @param deliveryId the delivery
     * @param address whom it does not reach
     * @param notice what it tells
     * @param mayHaveArrived whether nobody answered for a try of it, or of the digest that tells it
     */
    record Of(String deliveryId, Address.Key address, Notice notice, boolean mayHaveArrived) {

        private static final String SELECT = """
                SELECT n.*, d.id AS delivery_id, d.receiver AS to_receiver, d.address AS to_address,
                       CASE WHEN d.possible_duplicate = 1 OR digest.possible_duplicate = 1 THEN 1 ELSE 0 END AS may_have_arrived
                FROM delivery d JOIN notice n ON n.id = d.notice_id LEFT JOIN delivery digest ON digest.id = d.digest_id
                WHERE %s ORDER BY d.priority, d.due_at, d.id
                """;

        /** Not those that somebody redrove meanwhile: these are on their way again, perhaps in a digest. */
        private static final String LOST = "d.state IN ('dead', 'discarded', 'taken-over') AND d.id IN (<ids>)";

        private static final String TOLD_IN = "d.state = 'collapsed' AND d.digest_id = :digest";

        static List<Of> load(Handle tx, ObjectMapper json, List<String> deliveryIds) {
            return read(tx.createQuery(SELECT.formatted(LOST)).bindList("ids", deliveryIds), json);
        }

        /** What a digest tells. */
        static List<Of> in(Handle tx, ObjectMapper json, String digestId) {
            return read(tx.createQuery(SELECT.formatted(TOLD_IN)).bind("digest", digestId), json);
        }

        private static List<Of> read(Query query, ObjectMapper json) {
            return query.map((row, context) -> new Of(
                            row.getString("delivery_id"),
                            new Address.Key(row.getString("to_receiver"), row.getString("to_address")),
                            NoticeRow.read(row, json),
                            row.getInt("may_have_arrived") == 1))
                    .list();
        }

        boolean isDigest() {
            return notice.incidentId().equals(notice.id());
        }
    }

    private static final String TO_GATHER = """
            SELECT id FROM delivery WHERE notice_id IN (<notices>) AND receiver = :receiver AND address = :address
              AND fallback_of = :digest AND state = 'pending' AND owner IS NULL ORDER BY id
            """;

    /** What of a digest is news to a fallback. */
    private record Gathered(String digestId, Address to, List<String> noticeIds) {}

    private final Corridor corridor;
    private final Notifying notifying;
    private final Handle tx;
    private final Instant now;
    private final IncidentBook book;
    private final Map<String, Notice> given = new HashMap<>();
    private final Map<String, List<Of>> digests = new HashMap<>();
    private final List<Gathered> gathered = new ArrayList<>();

    Handover(Corridor corridor, Notifying notifying, Handle tx, Instant now) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.tx = tx;
        this.now = now;
        this.book = new IncidentBook(corridor, tx, notifying, now);
    }

    /** Reads the incidents of what is to be handed over. */
    void read(List<Of> deliveries) {
        deliveries.stream()
                .filter(Of::isDigest)
                .forEach(digest -> digests.put(digest.deliveryId, Of.in(tx, corridor.json(), digest.deliveryId)));
        book.read(Stream.concat(deliveries.stream(), digests.values().stream().flatMap(List::stream))
                .map(one -> one.notice.incidentId())
                .toList());
    }

    /**
     * Hands one over.
     *
     * @return whether the fallback is told something; not where it knows all of it, or where all is over
     */
    boolean give(Of one, Address to, NewDeliveries deliveries) {
        List<Of> told = digests.getOrDefault(one.deliveryId, List.of());
        if (told.isEmpty() && one.isDigest() && TrimDigests.isTakenBack(tx, one.deliveryId)) {
            return false;
        }
        if (told.stream().anyMatch(this::isKept)) {
            return giveDigest(one, told, to, deliveries);
        }
        Optional<Notice> news = isKept(one) ? news(one, to) : Optional.of(one.notice);
        news.ifPresent(notice -> deliveries.add(notice, to, one.deliveryId));
        return news.isPresent();
    }

    /** Why a fallback is told nothing, in plain words. */
    String why(Of one, Address to) {
        Address.Key fallback = to.key();
        return Stream.concat(Stream.of(one), digests.getOrDefault(one.deliveryId, List.of()).stream())
                        .anyMatch(any -> book.isTold(any.notice.incidentId(), fallback))
                ? " was notified already"
                : " is not notified, since it is over and " + to.receiver() + " was never notified of it";
    }

    /** Of what the digest tells, all that is news to the fallback, to be told in one again. */
    private boolean giveDigest(Of digest, List<Of> told, Address to, NewDeliveries deliveries) {
        List<Notice> all = told.stream()
                .flatMap(one -> (isKept(one) ? news(one, to) : Optional.of(one.notice)).stream())
                .toList();
        all.forEach(notice -> deliveries.addForDigest(notice, to, digest.deliveryId));
        gathered.add(
                new Gathered(digest.deliveryId, to, all.stream().map(Notice::id).toList()));
        return !all.isEmpty();
    }

    /** Whether its incident is there; an old one may be gone, and a digest is of none. */
    private boolean isKept(Of one) {
        return book.has(one.notice.incidentId());
    }

    /** What is news to the fallback; what did not reach its address is no more told in any case. */
    private Optional<Notice> news(Of one, Address to) {
        Optional<Notice> earlier = Optional.ofNullable(given.get(one.deliveryId));
        if (earlier.isPresent()) {
            return earlier;
        }
        Optional<Notice> told =
                decide(one, to, new Input.TakenOver(one.address, one.notice.version(), to, one.mayHaveArrived));
        told.ifPresent(notice -> given.put(one.deliveryId, notice));
        if (told.isEmpty()) {
            decide(
                    one,
                    to,
                    new Input.NotReached(
                            one.address,
                            one.notice.version(),
                            "it did not arrive, and nothing of it is news to " + to.receiver(),
                            one.mayHaveArrived));
        }
        return told;
    }

    /** Whatever else is told, to the address that it did not reach say, is fanned out. */
    private Optional<Notice> decide(Of one, Address to, Input input) {
        Predicate<Notice> isForIt =
                notice -> notice.to().stream().anyMatch(address -> address.key().equals(to.key()));
        return book
                .decide(one.notice.incidentId(), input, notifying.policies().get(), isForIt.negate())
                .notices()
                .stream()
                .filter(isForIt)
                .findFirst();
    }

    /** Writes what was decided and what the fallbacks are told. */
    void write(NewDeliveries deliveries) {
        book.write();
        deliveries.write(tx);
        gathered.forEach(this::gather);
    }

    private void gather(Gathered one) {
        List<String> ids = one.noticeIds.isEmpty()
                ? List.of()
                : tx.createQuery(TO_GATHER)
                        .bindList("notices", one.noticeIds)
                        .bind("receiver", one.to.receiver())
                        .bind("address", one.to.address())
                        .bind("digest", one.digestId)
                        .mapTo(String.class)
                        .list();
        if (ids.size() > 1) {
            new DigestRow(corridor.json()).write(tx, ids, Digest.Reason.WAITING, now);
        }
    }
}
