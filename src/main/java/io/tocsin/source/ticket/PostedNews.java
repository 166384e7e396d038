package io.tocsin.source.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.source.chat.ChatDesk.Act;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The hub's own words, for providers whose users say what is posted, such as Jira's automation and ServiceNow's business rules:
 * {@code {ticket, act, id, user, name, text, at}}; docs/ticket-answers.md says what each is.
 */
final class PostedNews implements TicketNews {

    private static final String EXPECTED = "ticket, act and id, as docs/ticket-answers.md has them";
    private static final int LONGEST_ID = 255;

    @Override
    public Read read(JsonNode payload) {
        String word = payload.path("act").asText().strip();
        String id = payload.path("id").asText().strip();
        Optional<Act> act = act(word);
        if (!payload.has("ticket") || word.isEmpty() || id.isEmpty() || id.length() > LONGEST_ID) {
            return new Read.Strange("expected " + EXPECTED + "; an id has at most " + LONGEST_ID + " characters");
        }
        if (act.isEmpty()) {
            return new Read.Strange("act is none; expected acknowledge, unacknowledge, resolve or comment");
        }
        String text = TicketAct.text(payload.path("text").asText());
        if (act.get() == Act.COMMENT && text.isEmpty()) {
            return new Read.Strange("a comment without text");
        }
        String said = payload.path("at").asText().strip();
        Optional<Instant> at = time(said);
        if (!said.isEmpty() && at.isEmpty()) {
            return new Read.Strange("at is no time; expected one such as 2026-08-20T10:00:00Z");
        }
        return TicketAct.incidentOf(payload.path("ticket").toString())
                .<Read>map(incident -> new Read.Done(new TicketAct(
                        act.get(),
                        incident,
                        payload.path("user").asText().strip(),
                        payload.path("name").asText(),
                        act.get() == Act.COMMENT ? text : "",
                        id,
                        at)))
                .orElseGet(() -> new Read.Left("it is for no incident of a hub: ticket has no id of one, or two"));
    }

    private static Optional<Act> act(String word) {
        return Act.ofWord(word).filter(act -> act != Act.SILENCE);
    }

    /** Jira writes {@code 2026-08-20T10:00:00.0+0000}. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2"))
                    .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
