package io.tocsin.pipeline.question;

import io.tocsin.model.question.Approval;
import io.tocsin.model.question.Approval.Awaited;
import io.tocsin.model.question.Approval.Ended;
import io.tocsin.model.question.Approval.Over;
import io.tocsin.model.question.Approval.Run;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.State;
import io.tocsin.pipeline.incident.NewNotices;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Asks what events say is waited for, and ends what they say is over, in the transaction that decides the events. */
public final class TakeQuestionNews {

    private static final String OPEN =
            QuestionRow.SELECT + " WHERE state = 'open' AND (subject IN (<list>) OR run IN (<list>))";

    private final Corridor corridor;
    private final Notifying notifying;
    private final QuestionNotices words;

    /**
     * @param corridor where questions stand
     * @param notifying the people that there are
     */
    public TakeQuestionNews(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.words = new QuestionNotices(corridor);
    }

    /** Takes all of it. */
    public void write(Handle tx, List<QuestionNews> news, Instant now) {
        if (news.isEmpty()) {
            return;
        }
        news.stream()
                .map(QuestionNews::approval)
                .filter(Run.class::isInstance)
                .map(Run.class::cast)
                .sorted(Comparator.comparing(Run::execution))
                .forEach(run -> PipelineRuns.add(
                        tx, corridor.json(), run, corridor.store().dialect().held("execution"), now));
        Map<String, QuestionRow> open = open(tx, news);
        NewNotices notices = new NewNotices(corridor, now);
        for (QuestionNews one : news) {
            take(tx, one, open, notices, now);
        }
        notices.write(tx);
    }

    private Map<String, QuestionRow> open(Handle tx, List<QuestionNews> news) {
        TreeSet<String> names = new TreeSet<>();
        for (QuestionNews one : news) {
            if (one.approval() instanceof Awaited awaited) {
                names.add(awaited.subject());
            } else if (one.approval() instanceof Over over) {
                names.add(over.execution());
            } else if (one.approval() instanceof Ended ended) {
                names.add(ended.execution());
            }
        }
        Map<String, QuestionRow> open = new LinkedHashMap<>();
        Statements.of(tx)
                .among(
                        OPEN + corridor.store().dialect().held("id"),
                        List.copyOf(names),
                        row -> QuestionRow.read(row, corridor.json()))
                .forEach(row -> open.put(row.id(), row));
        return open;
    }

    private void take(Handle tx, QuestionNews news, Map<String, QuestionRow> open, NewNotices notices, Instant now) {
        Approval approval = news.approval();
        if (approval instanceof Awaited awaited && news.entry().isPresent()) {
            ask(tx, awaited, news, open, notices, now);
        } else if (approval instanceof Over over) {
            all(open, row -> row.askedAs().equals(over.key()))
                    .forEach(row -> end(tx, row, over.words(), open, notices, now));
        } else if (approval instanceof Ended ended) {
            all(open, row -> row.run().equals(ended.execution()))
                    .forEach(row -> end(tx, row, ended.words(), open, notices, now));
        }
    }

    private static List<QuestionRow> all(Map<String, QuestionRow> open, Predicate<QuestionRow> which) {
        return new ArrayList<>(open.values()).stream().filter(which).toList();
    }

    private void ask(
            Handle tx,
            Awaited awaited,
            QuestionNews news,
            Map<String, QuestionRow> open,
            NewNotices notices,
            Instant now) {
        Optional<Run> run = awaited.execution().flatMap(id -> PipelineRuns.find(tx, corridor.json(), id));
        Question question = awaited.question(Id.QUESTION.next(now), news.entry().orElseThrow(), run, now);
        QuestionRow row = new QuestionRow(
                question,
                awaited.key(),
                awaited.subject(),
                awaited.execution().orElse(""),
                1,
                news.to(),
                Optional.empty(),
                Optional.of(question.terms().until()));
        if (!row.insert(tx, corridor.json())) {
            return; // the event came again
        }
        all(open, older -> older.subject().equals(row.subject()))
                .forEach(older -> end(
                        tx,
                        older,
                        "the same action waits for another approval, " + question.id() + ", in its place",
                        open,
                        notices,
                        now));
        open.put(row.id(), row);
        words.asked(row, now).ifPresent(notices::add);
    }

    private void end(
            Handle tx, QuestionRow row, String why, Map<String, QuestionRow> open, NewNotices notices, Instant now) {
        Question question = row.question();
        QuestionRow next = row.next(
                question.with(
                        question.standing().in(State.WITHDRAWN), question.telling(), capital(why), Optional.of(now)),
                Optional.empty());
        next.update(tx, corridor.json());
        open.remove(row.id());
        words.over(next, notifying.recipients().get(), now).ifPresent(notices::add);
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
