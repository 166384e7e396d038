package io.tocsin.model.event;

import java.util.List;

/** How reading an {@link Arrival} ended. */
public sealed interface Reading {

    /**
     * The arrival is one or more events.
     *
     * @param drafts in the sender's order; empty only for an empty batch
     * @param batch whether the sender sent a list, and so expects one
     */
    record Events(List<EventDraft> drafts, boolean batch) implements Reading {
        /** Freezes the list. */
        public Events {
            drafts = List.copyOf(drafts);
        }
    }

    /**
     * The arrival can't become events; sending the same again won't help.
     *
     * @param kind which of the refusals
     * @param detail what is wrong and where, in words for the sender; quotes nothing of the body
     */
    record Refused(Kind kind, String detail) implements Reading {}

    /** Why an arrival is refused. */
    enum Kind {
        /** Not the format it says it is: 400. */
        MALFORMED,
        /** A media type or encoding the hub doesn't read: 415. */
        UNSUPPORTED,
        /** Well-formed, but not something the hub takes: 422. */
        UNACCEPTABLE
    }
}
