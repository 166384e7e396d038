package io.tocsin.pipeline.question;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.event.Event;
import io.tocsin.model.question.Approval;
import io.tocsin.model.question.Approval.Awaited;
import io.tocsin.model.question.CodePipelineEvents;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.QuestionEntry;
import io.tocsin.model.question.State;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Statements;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** What people are asked, and their answers. Safe for use by many threads. */
public final class Questions {

    private static final String PAGE =
            QuestionRow.SELECT + " WHERE (? = '' OR state = ?) AND (? = '' OR id < ?) ORDER BY id DESC LIMIT ?";

    private static final String FIND = QuestionRow.SELECT + " WHERE id = ?";

    private final Corridor corridor;
    private final Notifying notifying;
    private final AnswerQuestions answering;

    /**
     * @param corridor where they stand
     * @param notifying the people that there are
     */
    public Questions(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.answering = new AnswerQuestions(corridor, notifying);
    }

    /**
     * What an event says of what is asked, to be written in the transaction that decides it.
     *
     * @param event as its source took it
     * @param payload what it says
     * @param entries those of the rules files, in their order: the first whose pattern fits asks
     * @param recipients the people that there are
     * @param now when it is asked
     */
    public static Optional<QuestionNews> news(
            Event event, JsonNode payload, List<QuestionEntry> entries, Supplier<Recipients> recipients, Instant now) {
        Optional<Approval> approval = CodePipelineEvents.read(payload, event.headers());
        List<QuestionEntry> listening =
                entries.stream().filter(one -> one.listensTo(event.source())).toList();
        if (approval.isEmpty() || listening.isEmpty()) {
            return Optional.empty();
        }
        Optional<QuestionEntry> entry = approval.filter(Awaited.class::isInstance)
                .map(one -> ((Awaited) one).json())
                .flatMap(json -> listening.stream()
                        .filter(one -> one.when().matches(json))
                        .findFirst());
        if (entry.isEmpty() && approval.get() instanceof Awaited) {
            return Optional.empty();
        }
        Resolution to = entry.map(one -> Resolution.of(one.ask(), one.severity(), now, recipients.get()))
                .orElse(new Resolution(List.of(), List.of()));
        return Optional.of(new QuestionNews(event.id(), event.source(), approval.get(), entry, to));
    }

    /** Takes an answer; it is on disk when this returns. Blocks. */
    public QuestionAnswered answer(QuestionOrder order) {
        QuestionAnswered answered = corridor.store().submit(answering, order).join();
        return new QuestionAnswered(answered.question().map(this::cautioned), answered.ruling());
    }

    private Question cautioned(Question question) {
        return question.cautioned(notifying.recipients().get());
    }

    /** Those rows for their readers, with what is known by now. */
    private List<Question> shown(Handle tx, List<QuestionRow> rows) {
        return rows.stream()
                .map(row -> cautioned(row.informed(tx, corridor.json()).question()))
                .toList();
    }

    /** One of them. Blocks. */
    public Optional<Question> find(String id) {
        return corridor
                .store()
                .read(tx -> shown(
                        tx,
                        Statements.of(tx)
                                .list(FIND, values -> values.text(id), row -> QuestionRow.read(row, corridor.json()))))
                .stream()
                .findFirst();
    }

    /**
     * A page of them, the newest first. Blocks.
     *
     * @param state how they stand; empty for all
     * @param after the id after which it begins; empty for the first page
     */
    public List<Question> page(Optional<State> state, String after, int most) {
        String word = state.map(State::word).orElse("");
        return corridor.store()
                .read(tx -> shown(
                        tx,
                        Statements.of(tx)
                                .list(
                                        PAGE,
                                        values -> values.text(word)
                                                .text(word)
                                                .text(after)
                                                .text(after)
                                                .number(most),
                                        row -> QuestionRow.read(row, corridor.json()))));
    }

    /** Whether a person may answer it now. @param person empty for nobody in particular */
    public boolean mayAnswer(Question question, Optional<String> person) {
        Recipients recipients = notifying.recipients().get();
        Instant now = corridor.clock().instant();
        return question.standing().state() == State.OPEN
                && now.isBefore(question.terms().until())
                && person.flatMap(recipients::person)
                        .filter(one ->
                                question.terms().refusal(one, recipients, now).isEmpty())
                        .isPresent();
    }
}
