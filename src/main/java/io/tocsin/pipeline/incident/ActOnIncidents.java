package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.Decision;
import io.tocsin.model.incident.DoneThere;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.incident.Input;
import io.tocsin.model.incident.Member;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.MeetsAnotherException;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private static final String FIRING = "SELECT id FROM alert WHERE id IN (<list>) AND status = 'firing'";

    /** So many of one incident; with a timeline, they tell all that somebody will read. */
    private static final int MOST_COMMENTS = 1_000;

    private final Corridor corridor;
    private final Notifying notifying;
    private final Acts.NotTold notTold;

    ActOnIncidents(Corridor corridor, Notifying notifying, Acts.NotTold notTold) {
        this.notTold = notTold;
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
        Set<String> alerts = hold(tx, orders);
        IncidentBook book = new IncidentBook(corridor, tx, notifying, now);
        book.read(orders.stream().map(ActOrder::incidentId).toList());
        List<AuditEntry> audit = new ArrayList<>();
        List<Acted> acted = new ArrayList<>();
        for (ActOrder order : orders) {
            acted.add(act(tx, book, order, alerts, audit, now));
        }
        book.write();
        notTold.keep(tx, book.unreached(), now);
        AuditEntry.write(tx, audit, now);
        return acted;
    }

    /** The alerts that it may change, which come before their incidents. */
    private Set<String> hold(Handle tx, List<ActOrder> orders) {
        List<String> resolved = orders.stream()
                .filter(order -> order.act() instanceof Input.ResolvedBy)
                .map(ActOrder::incidentId)
                .toList();
        return IncidentLocks.alertsOf(tx, corridor.store().dialect(), resolved);
    }

    private Acted act(
            Handle tx, IncidentBook book, ActOrder order, Set<String> alerts, List<AuditEntry> audit, Instant now) {
        Optional<Incident> before = incident(book, order);
        if (before.isEmpty()) {
            return Acted.NO_INCIDENT;
        }
        if (!order.expected().allows(before.get().entries())) {
            return new Acted(before, Optional.empty(), false, true, false);
        }
        if (!notifying.mayDecide().getAsBoolean()) { // who is notified of it is decided by its rules
            return new Acted(
                    before,
                    Optional.of("this hub decides nothing now, since other hubs go by other rules (./hub rules list);"
                            + " do it at another hub"),
                    false,
                    false,
                    true);
        }
        if (!order.once().stream().allMatch(once -> TakenAnswers.isNew(tx, once, now))) {
            return new Acted(before, Optional.empty(), false);
        }
        Optional<DoneThere> later = order.there().flatMap(there -> LastNews.laterThan(tx, order.incidentId(), there));
        Acted acted = later.filter(taken -> !isEnd(order))
                .map(taken -> tooLate(before, taken))
                .orElseGet(() -> decide(tx, book, order, before, alerts, audit, now));
        if (acted.refused().isPresent()) {
            order.once().forEach(once -> TakenAnswers.giveUp(tx, once.id()));
        } else if (later.isEmpty()) {
            order.there().ifPresent(there -> LastNews.keep(tx, order.incidentId(), there));
        }
        return acted;
    }

    /** Nothing that was done there later undoes it here, so it counts whenever it comes, and all orders end alike. */
    private static boolean isEnd(ActOrder order) {
        return order.act() instanceof Input.ResolvedBy;
    }

    private static Acted tooLate(Optional<Incident> before, DoneThere taken) {
        return new Acted(
                before,
                Optional.of("what was done there later, at " + taken.at() + ", was taken before this came"),
                false);
    }

    private Acted decide(
            Handle tx,
            IncidentBook book,
            ActOrder order,
            Optional<Incident> before,
            Set<String> alerts,
            List<AuditEntry> audit,
            Instant now) {
        if (order.act() instanceof Input.Commented comment) {
            if (Comments.isNewest(tx, order.incidentId(), comment)) {
                return new Acted(before, Optional.empty(), false);
            }
            if (Comments.count(tx, order.incidentId()) >= MOST_COMMENTS) {
                return new Acted(
                        before,
                        Optional.of("it has " + MOST_COMMENTS + " comments, and no more are kept of one"),
                        false);
            }
        }
        Decision decision = book.decide(
                        order.incidentId(), order.act(), notifying.policies().get(), true)
                .decision();
        boolean changed = decision.refused().isEmpty() && decision.acted();
        if (changed) {
            audit.add(new AuditEntry(
                    order.actor(),
                    "incident." + ActWords.verb(order.act()),
                    order.incidentId(),
                    keep(tx, order, decision, alerts, now) + ActWords.detail(order.act())));
        }
        return new Acted(incident(book, order), decision.refused(), changed);
    }

    private static Optional<Incident> incident(IncidentBook book, ActOrder order) {
        return book.standing(order.incidentId()).map(standing -> standing.incident());
    }

    /** One that joined the incident before that was held is not held itself. */
    private void refuseOthers(Statements statements, List<Member> firing, Set<String> held) {
        List<String> others = corridor.store().dialect().forUpdate().isEmpty()
                ? List.of()
                : firing.stream()
                        .map(Member::alert)
                        .filter(alert -> !held.contains(alert))
                        .toList();
        if (!statements.among(FIRING, others, row -> row.getString(1)).isEmpty()) {
            throw new MeetsAnotherException("an alert that just joined the incident");
        }
    }

    /** What the act has beside the incident; the audit names it, where it has a name. */
    private String keep(Handle tx, ActOrder order, Decision decision, Set<String> alerts, Instant now) {
        if (order.act() instanceof Input.Commented comment) {
            return Comments.add(tx, order.incidentId(), comment, now) + ": ";
        } else if (order.act() instanceof Input.ResolvedBy && decision.effect() == Decision.Effect.ACTED) {
            List<Member> firing = decision.next().roster().firing();
            Statements statements = Statements.of(tx);
            refuseOthers(statements, firing, alerts);
            statements.each(LINGERS, firing, (values, member) -> values.text(order.incidentId())
                    .text(member.alert()));
        }
        return "";
    }
}
