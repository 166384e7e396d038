package io.tocsin.pipeline.question;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Counts;
import io.tocsin.model.incident.Handling;
import io.tocsin.model.incident.PublicStatus;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.notice.NoticeMessage;
import io.tocsin.model.question.Brief;
import io.tocsin.model.question.Choice;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.QuestionJson;
import io.tocsin.model.question.Standing;
import io.tocsin.model.question.State;
import io.tocsin.model.question.Voice;
import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.recipient.Resolution;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is said of a question: to its readers as a notice of an incident that there is not, whose id is the question's, so that each channel
 * shows it and edits its message; and to the receiver that takes the answer.
 */
final class QuestionNotices {

    /** More than AWS takes of a summary is left out, the end first: who comes before why. */
    private static final int LONGEST_COMMENT = 300;

    private final Corridor corridor;

    QuestionNotices(Corridor corridor) {
        this.corridor = corridor;
    }

    /** That it is asked. */
    Optional<Notice> asked(QuestionRow row, Recipients recipients, Instant now) {
        return toReaders(
                cautioned(row, recipients),
                NoticeKind.OPENED,
                row.question().brief().title(),
                row.told(),
                now);
    }

    /** The same where nobody can be told: what a dead letter of it is about. */
    Notice toNobody(QuestionRow row, Recipients recipients, Instant now) {
        return addressed(
                List.of(),
                cautioned(row, recipients),
                NoticeKind.OPENED,
                row.question().brief().title(),
                now);
    }

    private static QuestionRow cautioned(QuestionRow row, Recipients recipients) {
        return row.of(row.question().cautioned(recipients));
    }

    /** That somebody approved, and others have to. */
    Optional<Notice> counted(QuestionRow row, Recipients recipients, Instant now) {
        Question question = row.question();
        List<String> approvers = question.standing().approvers();
        String title = question.brief().title() + ", " + approvers.size() + " of "
                + question.terms().approvals() + " approved: " + String.join(", ", approvers);
        return toReaders(cautioned(row, recipients), NoticeKind.UPDATED, title, still(row, recipients, now), now);
    }

    /** That it was answered, and whoever waits for the answer does not take it yet. */
    Optional<Notice> pending(QuestionRow row, Recipients recipients, Instant now) {
        return toReaders(
                row,
                NoticeKind.ACKNOWLEDGED,
                answer(row.question()) + ", " + row.question().receiver()
                        + " has not taken it yet and is tried again: "
                        + row.question().brief().title(),
                still(row, recipients, now),
                now);
    }

    /** That it is over, and how. */
    Optional<Notice> over(QuestionRow row, Recipients recipients, Instant now) {
        Question question = row.question();
        String how =
                switch (question.telling()) {
                    case FAILED -> answer(question) + ", but not taken: " + question.outcome();
                    case DONE, PENDING -> answer(question);
                    case NONE -> question.outcome();
                };
        return toReaders(
                row, NoticeKind.RESOLVED, how + ": " + question.brief().title(), still(row, recipients, now), now);
    }

    private static String answer(Question question) {
        Standing standing = question.standing();
        return (standing.state() == State.APPROVED ? "Approved by " : "Rejected by ") + standing.decidedBy();
    }

    private static List<Address> still(QuestionRow row, Recipients recipients, Instant now) {
        Severity severity = row.question().brief().severity();
        return row.told().stream()
                .flatMap(told -> Resolution.still(told, severity, now, recipients).stream())
                .toList();
    }

    private Optional<Notice> toReaders(QuestionRow row, NoticeKind kind, String title, List<Address> to, Instant now) {
        return to.isEmpty() ? Optional.empty() : Optional.of(addressed(to, row, kind, title, now));
    }

    private Notice addressed(List<Address> to, QuestionRow row, NoticeKind kind, String title, Instant now) {
        ObjectNode message = message(row, kind, title, now);
        message.set("question", QuestionJson.shown(row.question()));
        return notice(row, kind, to, message);
    }

    /** The answer, for the receiver that takes it: what it needs beside is in {@code question.consequence}. */
    Notice consequence(QuestionRow row, Instant now) {
        Question question = row.question();
        ObjectNode message = message(row, NoticeKind.UPDATED, answer(question), now);
        ObjectNode shown = QuestionJson.shown(question);
        shown.set("consequence", question.consequence());
        shown.put("choice", choice(question).word());
        shown.put("summary", summary(question));
        message.set("question", shown);
        return notice(row, NoticeKind.UPDATED, List.of(Address.of(question.receiver())), message);
    }

    private static Choice choice(Question question) {
        return question.standing().state() == State.APPROVED ? Choice.APPROVE : Choice.REJECT;
    }

    /** Who and why; the question's id tells it from what others answered. */
    static String summary(Question question) {
        List<Voice> answers = question.standing().answers();
        String why = answers.stream()
                .filter(voice -> voice.choice() == choice(question))
                .map(Voice::comment)
                .filter(comment -> !comment.isEmpty())
                .reduce((first, next) -> first + "; " + next)
                .orElse("");
        String cut = why.length() > LONGEST_COMMENT ? why.substring(0, LONGEST_COMMENT) : why;
        return answer(question) + " (" + question.id() + ")" + (cut.isEmpty() ? "" : ": " + cut);
    }

    private ObjectNode message(QuestionRow row, NoticeKind kind, String title, Instant now) {
        Question question = row.question();
        Corridor.HubAddress hub = corridor.hub();
        boolean over = kind == NoticeKind.RESOLVED;
        AboutIncident about = new AboutIncident(
                question.id(),
                Optional.empty(),
                row.version(),
                question.brief().severity(),
                title,
                question.askedAt(),
                over ? question.settledAt().or(() -> Optional.of(now)) : Optional.empty(),
                Counts.NONE,
                0,
                handling(row));
        ObjectNode message = new NoticeMessage(
                        Id.NOTICE.next(),
                        "",
                        kind,
                        List.of(),
                        1,
                        now,
                        about,
                        List.of(alert(question, over)),
                        hub.name(),
                        hub.url())
                .json();
        message.withObject("/notice").remove("eventId"); // nobody follows it there
        return message;
    }

    private static Handling handling(QuestionRow row) {
        Question question = row.question();
        if (!question.standing().state().isAnswered()) {
            return Handling.NONE;
        }
        Instant at = question.settledAt().orElse(question.askedAt());
        String by = question.standing().decidedBy();
        Severity severity = question.brief().severity();
        return new Handling(
                Optional.of(new Handling.Acknowledgement(by, at, severity, row.version())),
                Optional.empty(),
                Optional.of(new Handling.Resolution(by, at, severity)),
                Optional.empty(),
                PublicStatus.NONE,
                Optional.empty());
    }

    /** What it is about, as readers know it of alerts. */
    private static ObjectNode alert(Question question, boolean over) {
        Brief brief = question.brief();
        ObjectNode alert = JsonNodeFactory.instance
                .objectNode()
                .put("fingerprint", question.id())
                .put("status", over ? "resolved" : "firing")
                .put("severity", brief.severity().word())
                .put("title", brief.title())
                .put("description", brief.text())
                .put("source", "question");
        brief.labels().forEach(alert.putObject("labels")::put);
        alert.putObject("annotations");
        brief.links().forEach(link -> alert.withArray("links")
                .addObject()
                .put("text", link.text())
                .put("href", link.href()));
        alert.put("startsAt", question.askedAt().toString());
        return alert;
    }

    private Notice notice(QuestionRow row, NoticeKind kind, List<Address> to, ObjectNode message) {
        return new Notice(
                message.at("/notice/id").asText(),
                row.id(),
                row.id(),
                row.version(),
                1,
                kind,
                List.of(),
                to,
                JsonText.of(corridor.json(), message),
                1);
    }
}
