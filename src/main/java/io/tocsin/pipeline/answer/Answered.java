package io.tocsin.pipeline.answer;

import java.time.Instant;
import java.util.Optional;

/**
 * What came of an answer.
 *
 * @param outcome whether it was done
 * @param by who had done it before; empty where nobody had, or nobody knows
 * @param at when that was, or until when it holds
 * @param why why it was not done, in plain words; empty where it was
 */
public record Answered(Outcome outcome, Optional<String> by, Optional<Instant> at, String why) {

    /** Whether it was done. */
    public enum Outcome {
        /** Now. */
        DONE,
        /** By somebody before: nothing changed. */
        DONE_BEFORE,
        /** As the incident stands it can't be. */
        REFUSED
    }

    static Answered done(Optional<Instant> at) {
        return new Answered(Outcome.DONE, Optional.empty(), at, "");
    }

    static Answered before(Optional<String> by, Optional<Instant> at) {
        return new Answered(Outcome.DONE_BEFORE, by, at, "");
    }

    static Answered refused(String why) {
        return new Answered(Outcome.REFUSED, Optional.empty(), Optional.empty(), why);
    }
}
