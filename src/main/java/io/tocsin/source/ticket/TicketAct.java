package io.tocsin.source.ticket;

import io.tocsin.model.answer.AnswerAct;
import io.tocsin.model.answer.CommentText;
import io.tocsin.model.incident.DoneThere;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody did to a ticket.
 *
 * @param act the same, done to an incident
 * @param incident the hub's id of the incident that the ticket is for
 * @param user the provider's id of who did it; empty where nobody did, such as a timeout
 * @param name what the provider calls them; may be empty
 * @param text what they say, cut where it is too long; empty but for a comment
 * @param once the provider's id of this news, the same in each repeat of it
 * @param at when it was done, by the provider's clock, if it says so
 * @param sequence the provider's own order of what has the same time; 0 where it has none
 */
record TicketAct(
        AnswerAct act,
        String incident,
        String user,
        String name,
        String text,
        String once,
        Optional<Instant> at,
        long sequence) {

    /** An incident's id, and which of its rounds the ticket is for: {@code ticket.jq} writes it. */
    private static final Pattern TICKET =
            Pattern.compile("(?<![0-9A-Za-z_])(inc_[0-9a-z]{26})(?:-[1-9][0-9]{0,8})?(?![0-9A-Za-z_])");

    /** Freezes what is fit for readers and stores: a name of one line, a text without signs that no store keeps, neither too long. */
    TicketAct {
        name = CommentText.name(name);
        text = CommentText.of(text);
        once = once.replaceAll("\\p{Cc}", " ");
    }

    /**
     * When it was done, among all that this provider tells of the incident. Comments have no order: none undoes another.
     *
     * @param source the provider's name in the hub
     */
    Optional<DoneThere> there(String source) {
        return act == AnswerAct.COMMENT
                ? Optional.empty()
                : at.map(time -> new DoneThere(source, time, sequence, once));
    }

    /** A time as Jira writes it, {@code 2026-08-20T10:00:00.0+0000}, or as ISO 8601 has it; empty for anything else. */
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2"))
                    .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /**
     * The incident that a ticket is for.
     *
     * @param ticket what the hub left there to find it by, or a text with that in it, such as all of its labels
     * @return empty where there is none, or there are two
     */
    static Optional<String> incidentOf(String ticket) {
        Matcher found = TICKET.matcher(ticket);
        if (!found.find()) {
            return Optional.empty();
        }
        String incident = found.group(1);
        while (found.find()) {
            if (!found.group(1).equals(incident)) {
                return Optional.empty();
            }
        }
        return Optional.of(incident);
    }
}
