package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.incident.Input;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What did not reach its address and will not: the incident hears of it, and so of what is to be told instead. */
public final class Misses {

    private record Miss(String incidentId, Address.Key address, long version, String why) {}

    private final Corridor corridor;
    private final Notifying notifying;
    private final Handle tx;
    private final Instant now;
    private final List<Miss> misses = new ArrayList<>();

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

    /** Adds one. */
    public void add(String incidentId, String receiver, String address, long version, String why) {
        misses.add(new Miss(incidentId, new Address.Key(receiver, address), version, why));
    }

    /** A delivery; of a digest what it tells. */
    void add(Delivery delivery, String why) {
        if (delivery.isDigest()) {
            addDigest(delivery.id(), why);
        } else {
            add(delivery.incidentId(), delivery.receiver(), delivery.address(), delivery.version(), why);
        }
    }

    /** What a digest tells does not reach its address where the digest does not. */
    private void addDigest(String deliveryId, String why) {
        tx.createQuery("SELECT incident_id, receiver, address, version FROM delivery WHERE digest_id = :digest")
                .bind("digest", deliveryId)
                .map((row, context) -> new Miss(
                        row.getString("incident_id"),
                        new Address.Key(row.getString("receiver"), row.getString("address")),
                        row.getLong("version"),
                        why))
                .forEach(misses::add);
    }

    /** Has the incidents hear of all that was added. */
    public void write() {
        if (misses.isEmpty()) {
            return;
        }
        IncidentBook book = new IncidentBook(corridor, tx, notifying, now);
        book.read(misses.stream().map(Miss::incidentId).toList());
        for (Miss miss : misses) {
            if (book.has(miss.incidentId)) { // a digest is of no incident, and an old one may be gone
                book.decide(
                        miss.incidentId,
                        new Input.NotReached(miss.address, miss.version, miss.why),
                        notifying.policies().get(),
                        true);
            }
        }
        book.write();
    }
}
