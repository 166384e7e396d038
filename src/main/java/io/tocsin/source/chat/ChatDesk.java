package io.tocsin.source.chat;

import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.question.Vote;
import io.tocsin.model.recipient.Recipients;
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

    /**
     * An answer to a question.
     *
     * @param question the hub's id of it
     * @param vote what somebody wants
     * @param actor who, with the way, for the audit
     * @param once what the chat calls this interaction: it has an effect once, however often it comes
     */
    record Ballot(String question, Vote vote, String actor, String once) {}

    /** Does it; it is on disk when this returns. Blocks. */
    Came act(Wish wish);

    /** Takes an answer; it is on disk when this returns. Blocks. @return what is said to whoever gave it; empty where messages show it */
    default Optional<String> vote(Ballot ballot) {
        return Optional.of("Nobody is asked anything here.");
    }

    /** The people that there are now. */
    Recipients recipients();
}
