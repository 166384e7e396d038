package io.tocsin.pipeline.question;

import io.tocsin.model.notice.Notice;
import io.tocsin.model.question.Approval;
import io.tocsin.model.question.Approval.Awaited;
import io.tocsin.model.question.Approval.Over;
import io.tocsin.model.question.Approval.Run;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.QuestionEntry;
import io.tocsin.model.question.State;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.pipeline.incident.IncidentBook.Unreached;
import io.tocsin.pipeline.incident.NewNotices;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.pipeline.question.PipelineRuns.Known;
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

    private static final String ASKED = "SELECT id FROM question WHERE asked_as IN (<list>)";

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

    /**
     * Takes all of it.
     *
     * @return who does not hear of it who should: the caller keeps a dead letter of each
     */
    public List<Unreached> write(Handle tx, List<QuestionNews> news, Instant now) {
        if (news.isEmpty()) {
            return List.of();
        }
        String hold = corridor.store().dialect().held("execution, source");
        news.stream()
                .filter(one -> one.approval().ofExecution().isPresent())
                .sorted(Comparator.comparing((QuestionNews one) ->
                                one.approval().ofExecution().orElseThrow())
                        .thenComparing(QuestionNews::source))
                .forEach(one -> PipelineRuns.add(tx, corridor.json(), one.source(), one.approval(), hold, now));
        Taking taking = new Taking(tx, open(tx, news), new NewNotices(corridor, now), new ArrayList<>(), now);
        news.forEach(one -> take(taking, one));
        taking.notices.write(tx);
        return taking.unreached;
    }

    /** What stands while it is taken. */
    private record Taking(
            Handle tx, Map<String, QuestionRow> open, NewNotices notices, List<Unreached> unreached, Instant now) {

        /** The open ones of which this is so. */
        List<QuestionRow> all(Predicate<QuestionRow> which) {
            return new ArrayList<>(open.values()).stream().filter(which).toList();
        }
    }

    private Map<String, QuestionRow> open(Handle tx, List<QuestionNews> news) {
        TreeSet<String> names = new TreeSet<>();
        for (QuestionNews one : news) {
            if (one.approval() instanceof Awaited awaited) {
                names.add(subject(one.entry().orElseThrow(), awaited));
            } else if (one.approval() instanceof Over over) {
                names.add(over.execution());
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

    private void take(Taking taking, QuestionNews news) {
        Approval approval = news.approval();
        if (approval instanceof Awaited awaited) {
            ask(taking, awaited, news.entry().orElseThrow(), news);
        } else if (approval instanceof Over over) {
            taking.all(row -> row.listensTo(news.source()) && row.isEndedBy(over))
                    .forEach(row -> end(taking, row, over.words()));
        }
    }

    /** Of each action that an entry asks about: what another entry asks is no word on it. */
    private static String subject(QuestionEntry entry, Awaited awaited) {
        return entry.name() + " " + awaited.subject();
    }

    private void ask(Taking taking, Awaited awaited, QuestionEntry entry, QuestionNews news) {
        Optional<Known> known =
                awaited.execution().flatMap(id -> PipelineRuns.find(taking.tx, corridor.json(), id, entry::listensTo));
        QuestionRow row = row(taking, awaited, entry, news, known.map(Known::run));
        if (isAsked(taking.tx, row.askedAs())) {
            return; // the event came again
        }
        List<QuestionRow> others = taking.all(other -> other.subject().equals(subject(entry, awaited)));
        Optional<QuestionRow> newer = others.stream().filter(row::beganBefore).findFirst();
        if (newer.isPresent()) {
            withdrawn(row, inPlace(newer.get()), taking.now).insert(taking.tx, corridor.json());
            return;
        }
        others.forEach(other -> end(taking, other, inPlace(row))); // before: of one subject one is open
        Optional<Over> over = known.flatMap(
                all -> all.ends().stream().filter(row::isEndedBy).findFirst()); // events come in any order
        if (over.isPresent()) {
            withdrawn(row, over.get().words(), taking.now).insert(taking.tx, corridor.json());
            return;
        }
        if (row.insert(taking.tx, corridor.json())) {
            taking.open.put(row.id(), row);
            tell(taking, row, news);
        }
    }

    private static QuestionRow row(
            Taking taking, Awaited awaited, QuestionEntry entry, QuestionNews news, Optional<Run> run) {
        Question question = awaited.question(Id.QUESTION.next(taking.now), entry, run, taking.now);
        String askedAs = QuestionRow.askedAs(entry.name(), awaited.key());
        // One with a token can be answered whatever else the action waits for: executions of one pipeline may run in
        // parallel.
        String subject = awaited.token().isPresent() ? askedAs : subject(entry, awaited);
        return new QuestionRow(
                question,
                askedAs,
                subject,
                awaited.at(),
                entry.from(),
                awaited.execution().orElse(""),
                1,
                news.to().drafts(),
                Optional.of(question.terms().until()));
    }

    private static boolean isAsked(Handle tx, String askedAs) {
        return !Statements.of(tx)
                .among(ASKED, List.of(askedAs), row -> row.getString(1))
                .isEmpty();
    }

    private static String inPlace(QuestionRow other) {
        return "the same action waits for another approval, " + other.id() + ", in its place";
    }

    private void tell(Taking taking, QuestionRow row, QuestionNews news) {
        Recipients recipients = notifying.recipients().get();
        Optional<Notice> asked = words.asked(row, recipients, taking.now);
        asked.ifPresent(taking.notices::add);
        news.lost().ifPresent(why -> {
            Notice about = asked.orElseGet(() -> words.toNobody(row, recipients, taking.now));
            if (asked.isEmpty()) {
                taking.notices.addDone(about);
            }
            taking.unreached.add(new Unreached(
                    news.eventId(), about.id(), "question " + row.question().entry(), why));
        });
    }

    private void end(Taking taking, QuestionRow row, String why) {
        QuestionRow next = withdrawn(row, why, taking.now);
        next.update(taking.tx, corridor.json());
        taking.open.remove(row.id());
        words.over(next, notifying.recipients().get(), taking.now).ifPresent(taking.notices::add);
    }

    private static QuestionRow withdrawn(QuestionRow row, String why, Instant now) {
        Question question = row.question();
        return row.next(
                question.with(
                        question.standing().in(State.WITHDRAWN), question.telling(), capital(why), Optional.of(now)),
                Optional.empty());
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
