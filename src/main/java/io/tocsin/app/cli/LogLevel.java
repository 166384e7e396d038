package io.tocsin.app.cli;

import io.tocsin.files.NearestWord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much is logged: an environment variable alone, because the log begins before any file is read. */
final class LogLevel {
    static final String VARIABLE = "HUB_LOG_LEVEL";

    private static final List<String> WORDS = List.of("off", "fatal", "error", "warn", "info", "debug", "trace", "all");

    private LogLevel() {}

    /** What to say of a value that is no level; the logger itself would print stack traces. @param value null if unset */
    static Optional<String> refusal(String value) {
        if (value == null || value.isBlank() || WORDS.contains(value.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.of(
                "environment: found " + VARIABLE + "=" + value + "; expected one of error, warn, info, debug,"
                        + " trace, off; fix: "
                        + NearestWord.of(value.toLowerCase(Locale.ROOT), WORDS)
                                .map(word -> "did you mean " + word + "?")
                                .orElse("set one of them, or unset it for info"));
    }
}
