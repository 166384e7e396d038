package io.tocsin.pipeline.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.event.Event;
import io.tocsin.pipeline.deadletter.NewDeadLetter;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.question.TakeQuestionNews;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Commits what the decide route says of events: alerts, incidents, notices, dead letters, and the events' done marks,
 * all in one transaction; those of an event of thousands of alerts in several, one part after the other.
 *
 * <p>An event whose claim was lost meanwhile changes nothing: its result is {@code false}.
 */
public final class RecordDecision implements Change<EventStaging, Boolean> {

    private static final String SETTLE = """
            UPDATE event SET mapping = COALESCE(?, mapping), rules_version = COALESCE(?, rules_version), decision = ?,
                             state = ?, owner = NULL, redo = NULL, settled_at = ?,
                             decided_to = CASE WHEN ? = 'dead' THEN decided_to ELSE 0 END
            WHERE id = ? AND fence = ?
            """;

    /** An event that is not done: a crash, or a redrive of what it becomes if the rest fails, goes on from here. */
    private static final String PROGRESS = """
            UPDATE event SET mapping = COALESCE(?, mapping), rules_version = COALESCE(?, rules_version),
                             decided_to = ?, due_at = ?
            WHERE id = ? AND fence = ?
            """;

    private final Corridor corridor;
    private final Notifying notifying;
    private final DecisionMeters meters;
    private final TakeQuestionNews questions;

    /**
     * @param corridor where the event came from
     * @param notifying who can be told
     */
    public RecordDecision(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.meters = new DecisionMeters(corridor.meters());
        this.questions = new TakeQuestionNews(corridor, notifying);
    }

    @Override
    public List<Boolean> apply(Handle tx, List<EventStaging> decisions, Instant now) {
        Set<String> ours = stillClaimed(tx, decisions);
        List<EventStaging> counted =
                decisions.stream().filter(d -> ours.contains(claim(d.event()))).toList();
        DecisionBook book = DecisionBook.open(tx, corridor, notifying, counted, now);
        EarlierDecisions earlier = EarlierDecisions.load(tx, corridor.json(), counted);
        List<Entered> all = new ArrayList<>();
        List<NewDeadLetter> dead = new ArrayList<>();
        for (EventStaging decision : counted) {
            ObjectNode entered = book.enter(decision);
            tx.afterCommit(() -> meters.count(decision.event().source(), entered));
            all.add(new Entered(
                    decision,
                    decision.isLast()
                            ? earlier.with(decision, entered)
                            : JsonText.of(corridor.json(), entered.withArray("alerts"))));
            dead.addAll(deadLetters(decision));
        }
        write(tx, all, now);
        book.write(tx);
        dead.addAll(NewDeadLetter.of(questions.write(
                tx,
                counted.stream()
                        .flatMap(decision -> decision.questionNews().stream())
                        .toList(),
                now)));
        dead.addAll(NewDeadLetter.of(book.unreached()));
        NewDeadLetter.write(tx, dead, now);
        tx.afterCommit(() -> {
            if (!dead.isEmpty()) {
                corridor.lanes().wake(DeadLetterConsumer.LANE);
            }
        });
        return decisions.stream().map(d -> ours.contains(claim(d.event()))).toList();
    }

    private record Entered(EventStaging decision, String trace) {}

    private void write(Handle tx, List<Entered> all, Instant now) {
        Statements statements = Statements.of(tx);
        List<Entered> done = all.stream().filter(one -> one.decision.isLast()).toList();
        statements.each(SETTLE, done, (values, one) -> {
            String state = one.decision.deadReason().isPresent() ? "dead" : "decided";
            values.text(one.decision.mapping())
                    .text(one.decision.rulesVersion())
                    .text(one.trace)
                    .text(state)
                    .time(now)
                    .text(state)
                    .text(one.decision.event().id())
                    .number(one.decision.event().fence());
        });
        DecisionParts.remove(
                tx,
                done.stream()
                        .filter(one -> EarlierDecisions.mayHaveBegun(one.decision))
                        .map(one -> one.decision.event().id())
                        .toList());
        List<Entered> parts = all.stream().filter(one -> !one.decision.isLast()).toList();
        statements.each(PROGRESS, parts, (values, one) -> values.text(one.decision.mapping())
                .text(one.decision.rulesVersion())
                .number(one.decision.decidedTo())
                .time(now.plus(corridor.lease()))
                .text(one.decision.event().id())
                .number(one.decision.event().fence()));
        DecisionParts.write(
                tx,
                parts.stream()
                        .map(one ->
                                new DecisionParts.Part(one.decision.event().id(), one.decision.decidedTo(), one.trace))
                        .toList());
    }

    /** The event; of each alert that is news its own row, and of each rule an incident, its membership and a notice. */
    @Override
    public int rows(EventStaging decision) {
        return 1
                + decision.observed().stream()
                        .mapToInt(each -> each.seen().isPresent()
                                ? 0
                                : 1 + 3 * Math.max(1, each.rules().size()))
                        .sum();
    }

    /** What one source tells is decided in its order. */
    @Override
    public Object order(EventStaging decision) {
        return decision.event().source();
    }

    /** What it means stands in the trace, in the alerts and in the notices. */
    @Override
    public long bytes(EventStaging decision) {
        return 3L * decision.event().body().length();
    }

    private Set<String> stillClaimed(Handle tx, List<EventStaging> decisions) {
        return new HashSet<>(Statements.of(tx)
                .among(
                        "SELECT id, fence FROM event WHERE id IN (<list>) AND state = 'pending'"
                                + corridor.store().dialect().held("id"),
                        decisions.stream().map(d -> d.event().id()).toList(),
                        row -> row.getString(1) + "/" + row.getLong(2)));
    }

    private static String claim(Event event) {
        return event.id() + "/" + event.fence();
    }

    private static List<NewDeadLetter> deadLetters(EventStaging decision) {
        List<NewDeadLetter> letters = new ArrayList<>();
        decision.deadReason()
                .ifPresent(reason -> letters.add(letter(decision, NewDeadLetter.Kind.EVENT, Optional.empty(), reason)));
        decision.badAlerts()
                .forEach(bad -> letters.add(
                        letter(decision, NewDeadLetter.Kind.ALERT, Optional.of(bad.index()), bad.reason())));
        return letters;
    }

    private static NewDeadLetter letter(
            EventStaging decision, NewDeadLetter.Kind kind, Optional<Integer> index, String reason) {
        return new NewDeadLetter(
                kind,
                decision.event().id(),
                index,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                FailureClass.PERMANENT,
                reason);
    }
}
