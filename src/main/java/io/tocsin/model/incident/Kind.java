package io.tocsin.model.incident;

import java.util.Locale;

/** What a message is to its address. */
public enum Kind {
    /** Its round has told nothing yet. */
    OPENED,
    /** Something of its concern changed and something fires. */
    UPDATED,
    /** Nothing changed but that somebody sees to it now. */
    ACKNOWLEDGED,
    /** Nothing changed; what fires is told again. */
    REMINDER,
    /** Somebody is paged who was told before, since nobody has answered. */
    ESCALATED,
    /** Nothing of its concern fires any more. */
    RESOLVED;

    /** The word used in JSON, the store and messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
