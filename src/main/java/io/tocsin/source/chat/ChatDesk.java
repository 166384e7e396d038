package io.tocsin.source.chat;

import io.tocsin.model.answer.Came;
import io.tocsin.model.answer.Wish;
import io.tocsin.model.recipient.Recipients;

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

    /** Does it; it is on disk when this returns. Blocks. */
    Came act(Wish wish);

    /** The people that there are now. */
    Recipients recipients();
}
