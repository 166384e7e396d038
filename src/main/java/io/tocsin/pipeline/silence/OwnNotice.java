package io.tocsin.pipeline.silence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.notice.AboutIncident;
import io.tocsin.model.notice.Notice;
import io.tocsin.model.notice.NoticeKind;
import io.tocsin.model.notice.NoticeMessage;
import io.tocsin.model.recipient.Address;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.sql.Id;
import io.tocsin.store.sql.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What the hub has to say of itself, as a notice of an incident that there is not: its id says what it is. */
public final class OwnNotice {

    private static final String WITHDRAW_NOTICE = """
            UPDATE notice SET state = 'told', owner = NULL, settled_at = :now WHERE incident_id = :id AND state = 'pending'
            """;

    private static final String WITHDRAW = """
            UPDATE delivery SET state = 'superseded', reason = :reason, settled_at = :now
            WHERE incident_id = :id AND state = 'pending' AND owner IS NULL
            """;

    /** A message has one line for it; all of it is shown by the lists. */
    private static final int LONGEST_WHY = 200;

    private OwnNotice() {}

    /** What stands in an incident's place. @param by what holds back, {@code silence sil_...} */
    static String id(String by) {
        String name = HoldNotices.name(by);
        return Id.SILENCE.names(name) || Id.WINDOW.names(name) ? name : by.replace(' ', '-');
    }

    /**
     * What something is called in a message: first by what names it and nothing else, then why it is there, in one line.
     *
     * @param name its id, or of a file's window the name
     * @param why as somebody wrote it; may be empty
     */
    static String words(String name, String why) {
        String line = why.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (line.length() > LONGEST_WHY) {
            line = line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST_WHY - 1))) + "…";
        }
        return line.isEmpty() ? name : name + " (" + line + ")";
    }

    /**
     * What was said and is not sent yet is not sent: it is not so any more. One that is being sent is.
     *
     * @param by what holds back
     * @param why for a reader of the delivery
     */
    static void withdraw(Corridor corridor, Handle tx, String by, String why, Instant now) {
        String id = id(by);
        corridor.lanes().recall(tx, List.of(id));
        // First: who fans one out at another hub is done before, and what that made is found then.
        tx.createUpdate(WITHDRAW_NOTICE)
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
        tx.createUpdate(WITHDRAW)
                .bind("reason", why)
                .bind("now", now.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    /**
     * Makes one.
     *
     * @param about what it is about, in an incident's place
     * @param to who is told; nobody makes none
     * @param alerts alerts that it names, as JSON
     */
    static Optional<Notice> of(
            Corridor corridor,
            AboutIncident about,
            NoticeKind kind,
            long round,
            List<Address> to,
            List<ObjectNode> alerts,
            Instant now) {
        return of(corridor, about, kind, round, to, alerts, Optional.empty(), now);
    }

    /**
     * The same with what other systems read of a change of hands.
     *
     * @param shift as {@code shift} of the incident event has it
     */
    public static Optional<Notice> of(
            Corridor corridor,
            AboutIncident about,
            NoticeKind kind,
            long round,
            List<Address> to,
            List<ObjectNode> alerts,
            Optional<ObjectNode> shift,
            Instant now) {
        if (to.isEmpty()) {
            return Optional.empty();
        }
        String id = Id.NOTICE.next();
        Corridor.HubAddress hub = corridor.hub();
        ObjectNode message = new NoticeMessage(
                        id, about.id(), kind, List.of(), round, now, about, alerts, hub.name(), hub.url())
                .json();
        message.withObject("/notice").remove("eventId"); // no event caused it
        shift.ifPresent(some -> message.set("shift", some));
        return Optional.of(new Notice(
                id,
                about.id(),
                about.id(),
                about.version(),
                round,
                kind,
                List.of(),
                to,
                JsonText.of(corridor.json(), message),
                1));
    }
}
