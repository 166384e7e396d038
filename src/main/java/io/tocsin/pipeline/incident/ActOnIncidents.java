package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Input;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Does what people want done about incidents: the incident with its timeline, what is told of it, and the audit are one
 * transaction. What had been done before is done, and changes nothing.
 */
final class ActOnIncidents implements Change<ActOrder, Acted> {

    /** What memory knows of it holds no longer: it goes on in an incident that is over for people. */
    private static final String LINGERS = """
            UPDATE alert SET resolved_in = ?, generation = generation + 1 WHERE id = ? AND status = 'firing'
            """;

    private final Corridor corridor;
    private final Notifying notifying;

    ActOnIncidents(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
    }

    /** An incident's row, the audit, a few notices. */
    @Override
    public int rows(ActOrder order) {
        return 5;
    }

    @Override
    public List<Acted> apply(Handle tx, List<ActOrder> orders, Instant now) {
        IncidentBook book = new IncidentBook(corridor, tx, notifying, now);
        book.read(orders.stream().map(ActOrder::incidentId).toList());
        List<AuditEntry> audit = new ArrayList<>();
        List<Acted> acted = new ArrayList<>();
        for (ActOrder order : orders) {
            acted.add(act(tx, book, order, audit, now));
        }
        book.write();
        AuditEntry.write(tx, audit, now);
        return acted;
    }

    private Acted act(Handle tx, IncidentBook book, ActOrder order, List<AuditEntry> audit, Instant now) {
        Optional<Incident> before = incident(book, order);
        if (before.isEmpty()) {
            return Acted.NO_INCIDENT;
        }
        if (order.act() instanceof Input.Commented comment && Comments.isNewest(tx, order.incidentId(), comment)) {
            return new Acted(before, Optional.empty(), false);
        }
        Decision decision = book.decide(
                        order.incidentId(), order.act(), notifying.policies().get(), true)
                .decision();
        boolean changed = decision.refused().isEmpty() && !decision.entries().isEmpty();
        if (changed) {
            audit.add(new AuditEntry(
                    order.actor(),
                    "incident." + ActWords.verb(order.act()),
                    order.incidentId(),
                    ActWords.detail(order.act())));
            keep(tx, order, decision, now);
        }
        return new Acted(incident(book, order), decision.refused(), changed);
    }

    private static Optional<Incident> incident(IncidentBook book, ActOrder order) {
        return book.standing(order.incidentId()).map(standing -> standing.incident());
    }

    private static void keep(Handle tx, ActOrder order, Decision decision, Instant now) {
        if (order.act() instanceof Input.Commented comment) {
            Comments.add(tx, order.incidentId(), comment, now);
        } else if (order.act() instanceof Input.ResolvedBy && decision.effect() == Decision.Effect.ACTED) {
            Statements.of(tx).each(LINGERS, decision.next().roster().firing(), (values, member) -> values.text(
                            order.incidentId())
                    .text(member.alert()));
        }
    }
}
