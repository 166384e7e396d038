package io.tocsin.pipeline.question;

import io.tocsin.model.question.Ballot;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.Ruling;
import io.tocsin.model.question.Ruling.Outcome;
import io.tocsin.pipeline.incident.NewNotices;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.incident.TakenAnswers;
import io.tocsin.store.audit.AuditEntry;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Commits answers: the question, its consequence as a notice to the receiver that takes it, what readers hear, and the audit, which has refused
 * answers as well. So there is no answer without its consequence, and no consequence twice.
 */
final class AnswerQuestions implements Change<QuestionOrder, QuestionAnswered> {

    private static final String FIND = QuestionRow.SELECT + " WHERE id IN (<list>)";

    private final Corridor corridor;
    private final Notifying notifying;
    private final QuestionNotices words;

    AnswerQuestions(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.words = new QuestionNotices(corridor);
    }

    @Override
    public List<QuestionAnswered> apply(Handle tx, List<QuestionOrder> orders, Instant now) {
        List<Boolean> fresh = orders.stream()
                .map(order -> order.once().isEmpty()
                        || TakenAnswers.isNew(tx, order.once().get(), now))
                .toList();
        Map<String, QuestionRow> rows = new LinkedHashMap<>();
        Statements.of(tx)
                .among(
                        FIND + corridor.store().dialect().held("id"),
                        new TreeSet<>(orders.stream().map(QuestionOrder::id).toList()),
                        row -> QuestionRow.read(row, corridor.json()))
                // who started it may have come to be known since it was asked
                .forEach(row -> rows.put(row.id(), row.informed(tx, corridor.json())));
        NewNotices notices = new NewNotices(corridor, now);
        List<AuditEntry> audit = new ArrayList<>();
        List<QuestionAnswered> answers = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            answers.add(answer(tx, orders.get(i), fresh.get(i), rows, notices, audit, now));
        }
        notices.write(tx);
        AuditEntry.write(tx, audit, now);
        return answers;
    }

    private QuestionAnswered answer(
            Handle tx,
            QuestionOrder order,
            boolean fresh,
            Map<String, QuestionRow> rows,
            NewNotices notices,
            List<AuditEntry> audit,
            Instant now) {
        QuestionRow row = rows.get(order.id());
        if (row == null) {
            return QuestionAnswered.NO_QUESTION;
        }
        Question question = row.question();
        if (!fresh) {
            return new QuestionAnswered(Optional.of(question), Optional.empty());
        }
        Ruling ruling = Ballot.rule(
                question.terms(),
                question.standing(),
                order.vote(),
                notifying.recipients().get(),
                now);
        audit.add(entry(order, ruling));
        if (!ruling.counts()) {
            return new QuestionAnswered(Optional.of(question), Optional.of(ruling));
        }
        QuestionRow next = ruling.outcome() == Outcome.DECIDED
                ? decided(row, ruling, notices, now)
                : counted(row, ruling, notices, now);
        next.update(tx, corridor.json());
        rows.put(next.id(), next);
        return new QuestionAnswered(Optional.of(next.question()), Optional.of(ruling));
    }

    private QuestionRow decided(QuestionRow row, Ruling ruling, NewNotices notices, Instant now) {
        Question decided = row.question().with(ruling.next(), Question.Telling.PENDING, "", Optional.of(now));
        QuestionRow next = row.next(decided, Optional.of(FollowQuestions.first(now)));
        notices.add(words.consequence(next, now));
        return next;
    }

    private QuestionRow counted(QuestionRow row, Ruling ruling, NewNotices notices, Instant now) {
        QuestionRow next =
                row.next(row.question().with(ruling.next(), Question.Telling.NONE, "", Optional.empty()), row.dueAt());
        words.counted(next, notifying.recipients().get(), now).ifPresent(notices::add);
        return next;
    }

    private static AuditEntry entry(QuestionOrder order, Ruling ruling) {
        String said = order.vote().choice().word()
                + (order.vote().comment().isEmpty() ? "" : " (" + order.vote().comment() + ")");
        return new AuditEntry(order.actor(), action(ruling), order.id(), said + ": " + ruling.words());
    }

    private static String action(Ruling ruling) {
        return switch (ruling.outcome()) {
            case DECIDED, COUNTED -> "question.answer";
            case SAME -> "question.repeat";
            case REFUSED -> "question.refuse";
        };
    }

    /** The question, the notice of its consequence, the audit. */
    @Override
    public int rows(QuestionOrder order) {
        return 3;
    }
}
