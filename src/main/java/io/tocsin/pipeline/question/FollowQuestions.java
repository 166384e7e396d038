package io.tocsin.pipeline.question;

import io.tocsin.model.question.Question;
import io.tocsin.model.question.Question.Telling;
import io.tocsin.model.question.State;
import io.tocsin.pipeline.incident.NewNotices;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.DueWork;
import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.Statements;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/**
 * Ends questions that nobody answered in time, and says what came of answers: whether the receiver that they go to has taken them, by its delivery.
 */
public final class FollowQuestions implements Change<String, Boolean> {

    static final String EARLIEST = "SELECT min(due_at) FROM question WHERE due_at IS NOT NULL";

    private static final int BATCH = 20;

    private static final String DUE =
            "SELECT id FROM question WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?";

    private static final String FIND = QuestionRow.SELECT + " WHERE id IN (<list>)";

    /** The delivery of an answer, by its notice; another one only where a fallback took it over, which takes no answers. */
    static final String DELIVERY = """
            SELECT state, reason FROM delivery
            WHERE notice_id IN (SELECT id FROM notice WHERE incident_id = ?) AND receiver = ? AND fallback_of = ''
            ORDER BY id DESC LIMIT 1
            """;

    /** The first look: what is usual is done by then. */
    private static final Duration SOON = Duration.ofMillis(300);

    /** People who wait for it hear that it is not taken yet. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration LATER = Duration.ofSeconds(5);

    /** An operator may redrive what failed. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Corridor corridor;
    private final Notifying notifying;
    private final QuestionNotices words;

    private FollowQuestions(Corridor corridor, Notifying notifying) {
        this.corridor = corridor;
        this.notifying = notifying;
        this.words = new QuestionNotices(corridor);
    }

    /** Looks at all that is due, whenever something is. */
    public static DueWork work(Corridor corridor, Notifying notifying) {
        FollowQuestions following = new FollowQuestions(corridor, notifying);
        return new DueWork("questions", EARLIEST, () -> following.batch() == BATCH);
    }

    /** The looks alone, at questions by their ids. */
    static FollowQuestions of(Corridor corridor, Notifying notifying) {
        return new FollowQuestions(corridor, notifying);
    }

    static Instant first(Instant now) {
        return now.plus(SOON);
    }

    private int batch() {
        List<String> due = corridor.store().read(tx -> {
            Instant now = corridor.store().now(tx);
            return Statements.of(tx).list(DUE, values -> values.time(now).number(BATCH), row -> row.getString(1));
        });
        if (!due.isEmpty()) {
            corridor.store().submitInOrder(this, due).forEach(CompletableFuture::join);
        }
        return due.size();
    }

    @Override
    public List<Boolean> apply(Handle tx, List<String> ids, Instant now) {
        NewNotices notices = new NewNotices(corridor, now);
        Statements.of(tx)
                .among(
                        FIND + corridor.store().dialect().held("id"),
                        new TreeSet<>(ids),
                        row -> QuestionRow.read(row, corridor.json()))
                .stream()
                .filter(row -> row.dueAt().filter(due -> !due.isAfter(now)).isPresent())
                .forEach(row -> look(tx, row, notices, now).update(tx, corridor.json()));
        notices.write(tx);
        return ids.stream().map(id -> true).toList();
    }

    @Override
    public int rows(String id) {
        return 2;
    }

    private QuestionRow look(Handle tx, QuestionRow row, NewNotices notices, Instant now) {
        if (row.isOpen()) {
            return expired(row, notices, now);
        }
        return row.question().standing().state().isAnswered() ? told(tx, row, notices, now) : row.due(Optional.empty());
    }

    private QuestionRow expired(QuestionRow row, NewNotices notices, Instant now) {
        Question question = row.question();
        QuestionRow next = row.next(
                question.with(
                        question.standing().in(State.EXPIRED),
                        Telling.NONE,
                        "Nobody answered in time",
                        Optional.of(now)),
                Optional.empty());
        over(next, notices, now);
        return next;
    }

    private void over(QuestionRow row, NewNotices notices, Instant now) {
        words.over(row, notifying.recipients().get(), now).ifPresent(notices::add);
    }

    /** How a delivery stands. */
    private record Sent(String state, String reason) {}

    private QuestionRow told(Handle tx, QuestionRow row, NewNotices notices, Instant now) {
        Optional<Sent> sent = Statements.of(tx)
                .list(
                        DELIVERY,
                        values -> values.text(row.id()).text(row.question().receiver()),
                        found -> new Sent(
                                found.getString(1),
                                Optional.ofNullable(found.getString(2)).orElse("")))
                .stream()
                .findFirst();
        String state = sent.map(Sent::state).orElse("pending");
        if (state.equals("delivered")) {
            return ended(row, Telling.DONE, "", Optional.empty(), notices, now);
        }
        if (!state.equals("pending")) {
            return failed(row, sent.map(Sent::reason).orElse(""), notices, now);
        }
        return waiting(row, notices, now);
    }

    private QuestionRow failed(QuestionRow row, String why, NewNotices notices, Instant now) {
        Optional<Instant> again =
                Optional.of(now.plus(AGAIN)).filter(row.question().terms().until()::isAfter);
        return row.question().telling() == Telling.FAILED
                ? row.due(again)
                : ended(row, Telling.FAILED, why, again, notices, now);
    }

    private QuestionRow ended(
            QuestionRow row, Telling telling, String why, Optional<Instant> again, NewNotices notices, Instant now) {
        Question question = row.question();
        QuestionRow next = row.next(question.with(question.standing(), telling, why, question.settledAt()), again);
        over(next, notices, now);
        return next;
    }

    private QuestionRow waiting(QuestionRow row, NewNotices notices, Instant now) {
        Question question = row.question();
        Instant answered = question.settledAt().orElse(now);
        if (now.isBefore(answered.plus(PATIENCE))) {
            return row.due(Optional.of(first(now)));
        }
        if (!question.outcome().isEmpty() || question.telling() == Telling.FAILED) {
            return row.due(Optional.of(now.plus(LATER)));
        }
        QuestionRow next = row.next(
                question.with(
                        question.standing(), Telling.PENDING, "not taken yet, and tried again", question.settledAt()),
                Optional.of(now.plus(LATER)));
        words.pending(next, notifying.recipients().get(), now).ifPresent(notices::add);
        return next;
    }
}
