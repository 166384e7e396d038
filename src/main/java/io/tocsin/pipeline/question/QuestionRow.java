package io.tocsin.pipeline.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.question.Approval.Over;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.QuestionJson;
import io.tocsin.model.question.Standing;
import io.tocsin.model.question.State;
import io.tocsin.model.recipient.Address;
import io.tocsin.pipeline.incident.NoticeRow;
import io.tocsin.store.sql.JsonText;
import io.tocsin.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A question as the store has it.
 *
 * @param question itself
 * @param askedAs its entry and what whoever asks it calls it
 * @param subject what it is about: of one subject one is open
 * @param beganAt when what it is about began to wait; empty where that is not told
 * @param from the sources whose events can end it, and say who caused it; empty for any
 * @param run what it is a part of; empty where of nothing
 * @param version which state of it is told
 * @param told who was notified
 * @param dueAt when it is looked at again
 */
record QuestionRow(
        Question question,
        String askedAs,
        String subject,
        Optional<Instant> beganAt,
        List<String> from,
        String run,
        long version,
        List<Address> told,
        Optional<Instant> dueAt) {

    static final String SELECT = "SELECT * FROM question";

    private static final String INSERT = """
            INSERT INTO question (asked_as, subject, began_at, heard_from, run, entry, content, told, state, version, answers, telling,
                                  outcome, asked_at, until_at, settled_at, due_at, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (asked_as) DO NOTHING
            """;

    private static final String UPDATE = """
            UPDATE question SET content = ?, state = ?, version = ?, answers = ?, telling = ?, outcome = ?, settled_at = ?,
                                due_at = ? WHERE id = ?
            """;

    /** As {@link #askedAs} of what an entry asks. @param key what whoever asks it calls it */
    static String askedAs(String entry, String key) {
        return entry + " " + key;
    }

    /** Whether what a source's events say counts for it. */
    boolean listensTo(String source) {
        return from.isEmpty() || from.contains(source);
    }

    /** Whether this is its end: what began after it goes on, as where a stage that had failed is tried again. */
    boolean isEndedBy(Over over) {
        return run.equals(over.execution())
                && over.key()
                        .filter(key -> !askedAs.equals(askedAs(question.entry(), key)))
                        .isEmpty()
                && !isBefore(over.at(), beganAt);
    }

    /** Whether what it is about began to wait before that of another did. */
    boolean beganBefore(QuestionRow other) {
        return isBefore(beganAt, other.beganAt);
    }

    private static boolean isBefore(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && one.get().isBefore(other.get());
    }

    /** The same with all that is known by now of who caused it. */
    QuestionRow informed(Handle tx, ObjectMapper json) {
        if (run.isEmpty() || !isOpen()) {
            return this;
        }
        return PipelineRuns.find(tx, json, run, this::listensTo)
                .map(known -> of(question.startedBy(known.run().pushedBy())))
                .orElse(this);
    }

    /** The same state of it, of which more is said. */
    QuestionRow of(Question said) {
        return new QuestionRow(said, askedAs, subject, beganAt, from, run, version, told, dueAt);
    }

    String id() {
        return question.id();
    }

    boolean isOpen() {
        return question.standing().state() == State.OPEN;
    }

    /** The same with another state of it, which its readers are told. */
    QuestionRow next(Question changed, Optional<Instant> due) {
        return new QuestionRow(changed, askedAs, subject, beganAt, from, run, version + 1, told, due);
    }

    /** The same, looked at again at another time. */
    QuestionRow due(Optional<Instant> at) {
        return new QuestionRow(question, askedAs, subject, beganAt, from, run, version, told, at);
    }

    static QuestionRow read(ResultSet row, ObjectMapper json) throws SQLException {
        return new QuestionRow(
                QuestionJson.read(
                        row.getString("id"),
                        row.getString("entry"),
                        JsonText.read(json, row.getString("content")),
                        Instant.ofEpochMilli(row.getLong("asked_at")),
                        Instant.ofEpochMilli(row.getLong("until_at")),
                        new Standing(
                                State.ofWord(row.getString("state")),
                                QuestionJson.voices(JsonText.read(json, row.getString("answers")))),
                        Question.Telling.ofWord(row.getString("telling")),
                        row.getString("outcome"),
                        time(row, "settled_at")),
                row.getString("asked_as"),
                row.getString("subject"),
                time(row, "began_at"),
                names(JsonText.read(json, row.getString("heard_from"))),
                row.getString("run"),
                row.getLong("version"),
                NoticeRow.to(row.getString("told"), json),
                time(row, "due_at"));
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /** Writes a new one; false where it had been asked before. */
    boolean insert(Handle tx, ObjectMapper json) {
        return Statements.of(tx)
                        .each(INSERT, List.of(this), (values, row) -> values.text(askedAs)
                                .text(subject)
                                .time(beganAt)
                                .text(JsonText.of(json, json.valueToTree(from)))
                                .text(run)
                                .text(question.entry())
                                .text(JsonText.of(json, QuestionJson.content(question)))
                                .text(NoticeRow.receivers(told))
                                .text(question.standing().state().word())
                                .number(version)
                                .text(JsonText.of(json, QuestionJson.answers(question.standing())))
                                .text(question.telling().word())
                                .text(question.outcome())
                                .time(question.askedAt())
                                .time(question.terms().until())
                                .time(question.settledAt())
                                .time(dueAt)
                                .text(id()))[0]
                > 0;
    }

    /** Writes what can change of it. */
    void update(Handle tx, ObjectMapper json) {
        Statements.of(tx).each(UPDATE, List.of(this), (values, row) -> values.text(
                        JsonText.of(json, QuestionJson.content(question)))
                .text(question.standing().state().word())
                .number(version)
                .text(JsonText.of(json, QuestionJson.answers(question.standing())))
                .text(question.telling().word())
                .text(question.outcome())
                .time(question.settledAt())
                .time(dueAt)
                .text(id()));
    }
}
