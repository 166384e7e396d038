package io.tocsin.source.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.CommentText;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hub's own words, for providers whose users say what is posted, such as Jira's automation and ServiceNow's business rules:
 * {@code {ticket, act, id, user, name, text, at, sequence}}; docs/ticket-answers.md says what each is.
 */
final class PostedNews implements TicketNews {

    private static final String EXPECTED = "ticket, act and id, as docs/ticket-answers.md has them";
    private static final int LONGEST_ID = 255;
    private static final Pattern MILLIS = Pattern.compile("[0-9]{13}");

    /** What is done to tickets. */
    private static final Set<AnswerAct> ACTS =
            EnumSet.of(AnswerAct.ACKNOWLEDGE, AnswerAct.UNACKNOWLEDGE, AnswerAct.RESOLVE, AnswerAct.COMMENT);

    @Override
    public Read read(JsonNode payload) {
        String word = payload.path("act").asText().strip();
        String id = payload.path("id").asText().strip();
        Optional<AnswerAct> act = act(word);
        if (!payload.has("ticket") || word.isEmpty() || id.isEmpty() || id.length() > LONGEST_ID) {
            return new Read.Strange("expected " + EXPECTED + "; an id has at most " + LONGEST_ID + " characters");
        }
        if (act.isEmpty()) {
            return new Read.Strange("act is none; expected acknowledge, unacknowledge, resolve or comment");
        }
        String text = CommentText.of(payload.path("text").asText());
        if (act.get() == AnswerAct.COMMENT && text.isEmpty()) {
            return new Read.Strange("a comment without text");
        }
        String said = payload.path("at").asText().strip();
        Optional<Instant> at = MILLIS.matcher(said).matches()
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(said)))
                : TicketAct.time(said);
        if (!said.isEmpty() && at.isEmpty()) {
            return new Read.Strange(
                    "at is no time; expected one such as 2026-08-20T10:00:00Z, or milliseconds since 1970");
        }
        Optional<Long> sequence = sequence(payload.path("sequence").asText("0").strip());
        if (sequence.isEmpty()) {
            return new Read.Strange(
                    "sequence is no whole number; expected one that grows with each change of the ticket");
        }
        return TicketAct.incidentOf(payload.path("ticket").toString())
                .<Read>map(incident -> new Read.Done(new TicketAct(
                        act.get(),
                        incident,
                        payload.path("user").asText().strip(),
                        payload.path("name").asText(),
                        act.get() == AnswerAct.COMMENT ? text : "",
                        id,
                        at,
                        sequence.get())))
                .orElseGet(() -> new Read.Left("it is for no incident of a hub: ticket has no id of one, or two"));
    }

    private static Optional<AnswerAct> act(String word) {
        return AnswerAct.ofWord(word).filter(ACTS::contains);
    }

    /** ServiceNow's numbers are texts. */
    private static Optional<Long> sequence(String text) {
        try {
            return Optional.of(text.isEmpty() ? 0 : Long.parseLong(text));
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }
}
