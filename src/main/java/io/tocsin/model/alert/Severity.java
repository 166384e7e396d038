package io.tocsin.model.alert;

import java.util.Locale;
import java.util.Optional;

/** How bad an alert is, worst first, so that natural order sorts the worst to the front. */
public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW,
    INFO;

    /** The word used in JSON, patterns, metrics and messages: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of exactly this word, or empty. Senders' other words are the mapping's business. */
    public static Optional<Severity> ofWord(String word) {
        for (Severity severity : values()) {
            if (severity.word().equals(word)) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }

    /** Whether this is worse than the other. */
    public boolean worseThan(Severity other) {
        return compareTo(other) < 0;
    }
}
