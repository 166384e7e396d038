package io.tocsin.model.question;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be answered. */
public enum Choice {
    APPROVE("approved"),
    REJECT("rejected");

    private final String done;

    Choice(String done) {
        this.done = done;
    }

    /** As buttons, the API and the store name it: {@code approve}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is said of it once it was: {@code approved}. */
    public String done() {
        return done;
    }

    /** The one of this word. */
    public static Optional<Choice> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
