package io.tocsin.app.cli;

import io.tocsin.model.time.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time for a person: when, and how long ago that is. */
final class Ago {

    private static final Pattern BOTH = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z {2}(in \\S.*|\\S.* ago)");

    private Ago() {}

    /** {@code 2026-08-20T09:55:00Z  5 min ago}, or {@code in 5 min}; what is no time stays as it is. */
    static String both(String time, Instant now) {
        try {
            Instant at = Instant.parse(time);
            return at.truncatedTo(ChronoUnit.SECONDS) + "  " + words(at, now);
        } catch (DateTimeParseException e) {
            return TerminalText.line(time, 40);
        }
    }

    /** Of what {@link #both} made only how long ago it is; another text stays as it is. */
    static String alone(String text) {
        Matcher both = BOTH.matcher(text);
        return both.matches() ? both.group(1) : text;
    }

    /** {@code 5 min ago}, {@code in 5 min}. */
    static String words(Instant at, Instant now) {
        return at.isAfter(now)
                ? "in " + Span.words(Duration.between(now, at))
                : Span.words(Duration.between(at, now)) + " ago";
    }

    /** Whether a time has gone by; what is no time has not. */
    static boolean isPast(String time, Instant now) {
        try {
            return !Instant.parse(time).isAfter(now);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
