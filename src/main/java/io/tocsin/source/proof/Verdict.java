package io.tocsin.source.proof;

import java.util.Optional;

/** What became of a {@link Claim}. */
public sealed interface Verdict {

    /**
     * The request comes from whom it says.
     *
     * @param id the sender's id of this message, if the proof covers one: the same id again is the same message, which is
     *     how a replay within the time that the proof allows has no effect
     */
    record Genuine(Optional<String> id) implements Verdict {
        /** Genuine, without an id. */
        public static final Genuine PLAIN = new Genuine(Optional.empty());
    }

    /**
     * The request is not believed.
     *
     * @param why for the hub's own log, never for the sender; quotes no secret and nothing of the body
     */
    record Refused(String why) implements Verdict {}

    /**
     * It can't be told now, through no fault of the sender's, such as a certificate that can't be fetched. The sender
     * should come again: many take a refusal for the last word.
     *
     * @param why for the hub's own log, never for the sender
     */
    record Undecided(String why) implements Verdict {}
}
