package io.tocsin.model.question;

/**
 * What an answer comes to.
 *
 * @param outcome what became of it
 * @param next how the question stands then; as before where it did not count
 * @param words the same for whoever answered: a sentence without its full stop
 */
public record Ruling(Outcome outcome, Standing next, String words) {

    /** What became of an answer. */
    public enum Outcome {
        /** It decided the question. */
        DECIDED,
        /** It counts, and others have to answer. */
        COUNTED,
        /** The same person had answered the same: nothing changed. */
        SAME,
        /** It does not count. */
        REFUSED
    }

    /** Whether anything changed. */
    public boolean counts() {
        return outcome == Outcome.DECIDED || outcome == Outcome.COUNTED;
    }
}
