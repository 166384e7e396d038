package io.tocsin.model.question;

import java.util.Locale;

/** How a question stands. */
public enum State {
    /** It waits for answers. */
    OPEN,
    /** As many as are needed approved. */
    APPROVED,
    /** Somebody rejected. */
    REJECTED,
    /** Nobody answered in time. */
    EXPIRED,
    /** What it was about is over, or was answered elsewhere. */
    WITHDRAWN;

    /** The word used in JSON and the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether people answered it, so that something follows. */
    public boolean isAnswered() {
        return this == APPROVED || this == REJECTED;
    }

    /** The state of this word, which the store wrote. */
    public static State ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
