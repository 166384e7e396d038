package io.tocsin.source.chat;

import io.tocsin.model.incident.DoneThere;
import io.tocsin.model.incident.Incident;
import io.tocsin.model.recipient.Recipients;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who does what people want in chats. Safe for use by many threads. */
public interface ChatDesk {

    /** Nobody, who does nothing: where routes are only looked at. */
    ChatDesk NONE = new ChatDesk() {
        @Override
        public Came act(Wish wish) {
            throw new IllegalStateException("routes are only looked at");
        }

        @Override
        public Recipients recipients() {
            return Recipients.none();
        }
    };

    /** What can be done. */
    enum Act {
        ACKNOWLEDGE,
        UNACKNOWLEDGE,
        RESOLVE,
        /** For an hour. */
        SILENCE,
        COMMENT;

        /** As buttons name it: {@code acknowledge}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one that buttons name so. */
        public static Optional<Act> ofWord(String word) {
            return Arrays.stream(values())
                    .filter(act -> act.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * What somebody wants.
     *
     * @param act what
     * @param incident the hub's id of the incident
     * @param text what they say; empty but for a comment
     * @param by their name, for readers
     * @param actor the same with the way, for the audit
     * @param once what the chat calls this interaction: it has an effect once, however often it comes
     * @param there when it was done to a ticket: what is older than what was taken has no effect; empty where it was done in a chat, where
     *     who comes first is first
     */
    record Wish(
            Act act,
            String incident,
            String text,
            String by,
            String actor,
            String once,
            Optional<DoneThere> there) {

        /** What somebody does in a chat. */
        public Wish(Act act, String incident, String text, String by, String actor, String once) {
            this(act, incident, text, by, actor, once, Optional.empty());
        }
    }

    /**
     * What became of it.
     *
     * @param incident as it stands now; empty where there is none of this id
     * @param refused why it was not done, in plain words; empty where it was, or had been before
     * @param changed whether anything changed
     * @param stands by whom what they wanted holds now, now that it was done, now or before; empty where nothing of that kind holds
     */
    record Came(Optional<Incident> incident, Optional<String> refused, boolean changed, Optional<Stands> stands) {}

    /**
     * What holds.
     *
     * @param by whose doing it is
     * @param at since when; of a silence until when
     */
    record Stands(String by, Instant at) {}

    /** Does it; it is on disk when this returns. Blocks. */
    Came act(Wish wish);

    /** The people that there are now. */
    Recipients recipients();
}
