package io.tocsin.pipeline.outbox;

import io.tocsin.model.notice.Notice;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.IncidentBook;
import io.tocsin.pipeline.incident.IncidentLocks;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Commits the deliveries of notices together with the notices' done marks. */
public final class FanOut implements Change<FanOut.Told, Boolean> {

    /**
     * A notice and whom the fan-out route wants told.
     *
     * @param notice the claimed notice
     * @param drafts who is told
     */
    public record Told(Notice notice, List<Address> drafts) {}

    private static final String NEWER = """
            SELECT 1 FROM notice n JOIN delivery d ON d.notice_id = n.id
            WHERE n.incident_id = :incident AND n.version > :version AND d.receiver = :receiver AND d.address = :address
            LIMIT 1
            """;

    private static final String SETTLE = """
            UPDATE notice SET state = 'told', owner = NULL, settled_at = ?
            WHERE id = ? AND fence = ? AND state = 'pending'
            """;

    private final Corridor corridor;
    private final Notifying notifying;

    /**
     * @param corridor where the notices stand
     * @param notifying whom to notify of what
     */
    public FanOut(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
    }

    @Override
    public List<Boolean> apply(Handle tx, List<Told> inputs, Instant now) {
        // A decision that takes back what is not fanned out yet is before this, or finds what was made of it.
        IncidentLocks.of(
                tx,
                corridor.store().dialect(),
                inputs.stream().map(told -> told.notice.incidentId()).distinct().toList());
        Set<String> ours = settle(tx, inputs, now);
        List<Told> counted =
                inputs.stream().filter(told -> ours.contains(told.notice.id())).toList();
        IncidentBook withdrawn = withdrawn(tx, counted, now);
        NewDeliveries deliveries = new NewDeliveries(corridor, notifying, tx, now);
        for (Told told : counted) {
            for (Address address : told.drafts) {
                if (isWithdrawn(tx, told.notice, address, withdrawn)) {
                    deliveries.addWithdrawn(told.notice, address);
                } else {
                    deliveries.add(told.notice, address);
                }
            }
        }
        deliveries.write(tx);
        return inputs.stream().map(told -> ours.contains(told.notice.id())).toList();
    }

    @Override
    public Object order(Told told) {
        return told.notice.incidentId();
    }

    private static boolean isWithdrawn(Handle tx, Notice notice, Address address, IncidentBook book) {
        if (notice.to().stream().anyMatch(named -> named.isAt(address.key()))) {
            return book.isWithdrawn(notice.incidentId(), address.key(), notice.version());
        }
        return isWithdrawnFromAll(notice, book) || isOvertaken(tx, notice, address);
    }

    /** Whom the route names besides hears what at least one hears whom the rules name. */
    private static boolean isWithdrawnFromAll(Notice notice, IncidentBook book) {
        return !notice.to().isEmpty()
                && notice.to().stream()
                        .allMatch(named -> book.isWithdrawn(notice.incidentId(), named.key(), notice.version()));
    }

    /** Of whom the route names besides, the incident does not know what they were told; what was made for them does. */
    private static boolean isOvertaken(Handle tx, Notice notice, Address address) {
        return tx.createQuery(NEWER)
                .bind("incident", notice.incidentId())
                .bind("version", notice.version())
                .bind("receiver", address.receiver())
                .bind("address", address.address())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The incidents of notices of which a later decision took back something. */
    private IncidentBook withdrawn(Handle tx, List<Told> counted, Instant now) {
        IncidentBook book = new IncidentBook(corridor, tx, notifying, now);
        book.read(Statements.of(tx)
                .among(
                        "SELECT incident_id FROM notice WHERE id IN (<list>) AND withdrawn = 1",
                        counted.stream().map(told -> told.notice.id()).toList(),
                        row -> row.getString(1)));
        return book;
    }

    private static Set<String> settle(Handle tx, List<Told> inputs, Instant now) {
        int[] settled = Statements.of(tx).each(SETTLE, inputs, (values, told) -> values.time(now)
                .text(told.notice.id())
                .number(told.notice.fence()));
        Set<String> ours = new HashSet<>();
        for (int i = 0; i < settled.length; i++) {
            if (settled[i] > 0) {
                ours.add(inputs.get(i).notice.id());
            }
        }
        return ours;
    }
}
