package io.tocsin.model.question;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that people are asked, with what follows from their answer.
 *
 * @param id the hub's id of it
 * @param entry the entry under {@code questions:} that asks
 * @param brief what is asked
 * @param terms who may answer, and until when
 * @param receiver the receiver that takes the answer
 * @param consequence what it needs to know beside the answer, as its route reads it; never shown to readers
 * @param askedAt when it was asked
 * @param standing how it stands
 * @param telling how far the answer is on its way
 * @param outcome what came of it, in words; empty until something did
 * @param settledAt when it was over: answered, expired or withdrawn
 */
public record Question(
        String id,
        String entry,
        Brief brief,
        Terms terms,
        String receiver,
        ObjectNode consequence,
        Instant askedAt,
        Standing standing,
        Telling telling,
        String outcome,
        Optional<Instant> settledAt) {

    /** How far an answer is on its way to whoever waits for it. */
    public enum Telling {
        /** There is none. */
        NONE,
        /** It is being told. */
        PENDING,
        /** Whoever waited has it. */
        DONE,
        /** Whoever waited does not take it. */
        FAILED;

        /** The word used in JSON and the store. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one of this word. */
        public static Telling ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** The same as it stands now. */
    public Question with(Standing next, Telling told, String words, Optional<Instant> settled) {
        return new Question(id, entry, brief, terms, receiver, consequence, askedAt, next, told, words, settled);
    }
}
