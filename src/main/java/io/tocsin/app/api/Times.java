package io.tocsin.app.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Times in requests. */
final class Times {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Times() {}

    /** The time that a text is, RFC 3339; empty where it is none, or {@linkplain #isOne out of range}. */
    static Optional<Instant> read(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(Times::isOne);
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }

    /** Whether it is of the years 1 to 9999, which everything can write and the store can count in milliseconds. */
    static boolean isOne(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }
}
