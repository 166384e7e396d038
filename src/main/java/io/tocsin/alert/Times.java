package io.tocsin.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Optional;

/**
 * Reads the times that senders write: ISO-8601 with an offset, CloudWatch's {@code +0000} without a colon, RFC 1123
 * (AWS Health), and seconds or milliseconds since 1970.
 */
final class Times {
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    /** Seconds reach this figure in the year 5138, milliseconds reached it in 1973. */
    private static final double MILLISECONDS_FROM = 1e11;

    private static final List<DateTimeFormatter> FORMS = List.of(
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendOffset("+HHMM", "Z")
                    .toFormatter(java.util.Locale.ROOT),
            DateTimeFormatter.RFC_1123_DATE_TIME);

    private Times() {}

    /**
     * The instant that the text names, to the millisecond; empty where it names none, or one outside 1970 to 9999
     * (Alertmanager writes year 1 for "not yet").
     */
    static Optional<Instant> read(String text) {
        for (DateTimeFormatter form : FORMS) {
            try {
                TemporalAccessor parsed = form.parse(text.strip());
                return plausible(OffsetDateTime.from(parsed).toInstant());
            } catch (DateTimeException notThisForm) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** The instant of a number of seconds or milliseconds since 1970; empty where it is not plausible. */
    static Optional<Instant> read(double number) {
        double millis = Math.abs(number) >= MILLISECONDS_FROM ? number : number * 1000;
        return millis > 0 && millis < LATEST.toEpochMilli()
                ? plausible(Instant.ofEpochMilli((long) millis))
                : Optional.empty();
    }

    private static Optional<Instant> plausible(Instant instant) {
        return instant.isBefore(EARLIEST) || instant.isAfter(LATEST)
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(instant.toEpochMilli()));
    }
}
