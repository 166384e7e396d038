package io.tocsin.model.alert;

import java.util.Locale;
import java.util.Optional;

/** Whether the trouble that an alert tells of goes on. */
public enum AlertStatus {
    FIRING,
    RESOLVED;

    /** The word used in JSON, patterns and messages: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of exactly this word, or empty. */
    public static Optional<AlertStatus> ofWord(String word) {
        for (AlertStatus status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
