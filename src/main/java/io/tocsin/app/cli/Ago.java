package io.tocsin.app.cli;

import io.tocsin.model.time.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** A time for a person: when, and how long ago that is. */
final class Ago {

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
