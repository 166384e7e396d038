package io.tocsin.model.silence;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that holds back what fires.
 *
 * @param by what it is, the same as long as it holds: {@code silence sil_...}, {@code window nightly-backup}, {@code inhibition
 *     node-down ...}
 * @param until when it ends by itself; empty where nobody knows
 * @param why for a reader: its comment or description; may be empty
 */
public record Hold(String by, Optional<Instant> until, String why) {

    /** That of a silence. */
    public static Hold of(Silence silence) {
        return new Hold("silence " + silence.id(), Optional.of(silence.endsAt()), silence.comment());
    }

    /** That of a maintenance window. */
    public static Hold of(Window window, Instant until) {
        return new Hold("window " + window.name(), Optional.of(until), window.description());
    }

    /** What it is and until when, in one line. */
    public String words() {
        return by + until.map(end -> " until " + end).orElse("");
    }
}
