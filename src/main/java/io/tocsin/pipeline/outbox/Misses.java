package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.incident.Input;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What is not sent any more and did not reach its address for sure: the incident hears of it, and so of what is to be told
 * instead.
 */
public final class Misses {

    private record Miss(String incidentId, Address.Key address, long version, String why, boolean mayHaveArrived) {}

    private static final String TOLD_IN =
            "SELECT incident_id, receiver, address, version, possible_duplicate FROM delivery told WHERE told.digest_id = :digest";

    /** What is told in a digest that failed once. */
    private static final String TOLD_IN_FAILED = TOLD_IN + """
             AND told.state = 'collapsed'
              AND EXISTS (SELECT 1 FROM delivery digest
                          WHERE digest.id = told.digest_id AND digest.state = 'pending' AND digest.attempt = 1)
            """;

    private static final String OF_ITS_INCIDENTS = """
             WHERE state = 'pending'
              AND incident_id IN (SELECT incident_id FROM delivery WHERE digest_id = :digest AND state = 'collapsed')
            """;

    private static final String MADE =
            "SELECT incident_id, version, receiver, address FROM delivery" + OF_ITS_INCIDENTS;
    private static final String NOT_FANNED_OUT =
            "SELECT incident_id, version, receivers FROM notice" + OF_ITS_INCIDENTS;

    /** What is to be sent to addresses. */
    private record ToCome(String incidentId, long version, List<Address.Key> to) {

        boolean isNewerThan(Miss told) {
            return incidentId.equals(told.incidentId) && version > told.version && to.contains(told.address);
        }
    }

    private final Corridor corridor;
    private final Notifying notifying;
    private final Handle tx;
    private final Instant now;
    private final List<Miss> misses = new ArrayList<>();
    private boolean atOnce;

    /**
     * @param corridor where incidents stand
     * @param notifying whom to notify of what
     */
    public Misses(Corridor corridor, Notifying notifying, Handle tx, Instant now) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.tx = tx;
        this.now = now;
    }

    /** For a transaction that holds more than its incidents already: it waits for none of them, or is made again. */
    public Misses atOnce() {
        atOnce = true;
        return this;
    }

    /**
     * Adds one.
     *
     * @param mayHaveArrived whether nobody answered for a try of it
     */
    public void add(
            String incidentId, String receiver, String address, long version, String why, boolean mayHaveArrived) {
        misses.add(new Miss(incidentId, new Address.Key(receiver, address), version, why, mayHaveArrived));
    }

    /** A delivery; of a digest what it tells, which does not reach its address where the digest does not. */
    void add(Delivery delivery, String why, boolean mayHaveArrived) {
        if (delivery.isDigest()) {
            misses.addAll(of(TOLD_IN, delivery.id(), why, mayHaveArrived));
        } else {
            add(
                    delivery.incidentId(),
                    delivery.receiver(),
                    delivery.address(),
                    delivery.version(),
                    why,
                    mayHaveArrived);
        }
    }

    /**
     * A digest that has to be sent again: something newer of what it tells, to the same address, counted on its arriving and does not wait
     * for that.
     */
    void addOvertaken(Delivery digest) {
        String why = "its digest has to be sent again, and what is newer does not wait for that";
        List<ToCome> toCome = new ArrayList<>(tx.createQuery(MADE)
                .bind("digest", digest.id())
                .map((row, context) -> new ToCome(
                        row.getString("incident_id"),
                        row.getLong("version"),
                        List.of(new Address.Key(row.getString("receiver"), row.getString("address")))))
                .list());
        tx.createQuery(NOT_FANNED_OUT)
                .bind("digest", digest.id())
                .map((row, context) -> new ToCome(
                        row.getString("incident_id"),
                        row.getLong("version"),
                        NoticeRow.to(row.getString("receivers"), corridor.json()).stream()
                                .map(Address::key)
                                .toList()))
                .forEach(toCome::add);
        of(TOLD_IN_FAILED, digest.id(), why, true).stream()
                .filter(told -> toCome.stream().anyMatch(one -> one.isNewerThan(told)))
                .forEach(misses::add);
    }

    private List<Miss> of(String which, String deliveryId, String why, boolean mayHaveArrived) {
        return tx.createQuery(which)
                .bind("digest", deliveryId)
                .map((row, context) -> new Miss(
                        row.getString("incident_id"),
                        new Address.Key(row.getString("receiver"), row.getString("address")),
                        row.getLong("version"),
                        why,
                        mayHaveArrived || row.getInt("possible_duplicate") == 1))
                .list();
    }

    /** The incidents of which these digests tell. */
    static List<String> ofDigests(Handle tx, List<String> digests) {
        return Statements.of(tx)
                .among(
                        "SELECT DISTINCT incident_id FROM delivery WHERE digest_id IN (<list>)",
                        digests,
                        row -> row.getString(1));
    }

    /** Has the incidents hear of all that was added. */
    public void write() {
        if (misses.isEmpty()) {
            return;
        }
        IncidentBook book = new IncidentBook(corridor, tx, notifying, now);
        List<String> incidents = misses.stream().map(Miss::incidentId).toList();
        if (atOnce) {
            IncidentLocks.atOnce(tx, corridor.store().dialect(), incidents);
        }
        book.read(incidents);
        for (Miss miss : misses) {
            if (book.has(miss.incidentId)) { // a digest is of no incident, and an old one may be gone
                book.decide(
                        miss.incidentId,
                        new Input.NotReached(miss.address, miss.version, miss.why, miss.mayHaveArrived),
                        notifying.policies().get(),
                        true);
            }
        }
        book.write();
    }
}
