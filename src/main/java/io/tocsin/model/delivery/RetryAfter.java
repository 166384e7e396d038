package io.tocsin.model.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a {@code Retry-After} header asks for, in either of its two forms (RFC 9110, 10.2.3). Providers also send junk,
 * and a header must never stop a receiver for longer than an operator would accept, so the answer is capped.
 */
public final class RetryAfter {
    /** The longest pause that a provider can ask for. */
    public static final Duration CAP = Duration.ofHours(1);

    private static final int LONGEST_NUMBER = 18;

    /**
     * The form of today, and the two of old that must be read, too (RFC 9110, 5.6.7). Today's has two digits for the day; many write
     * one, Java's own formatter among them.
     */
    private static final List<DateTimeFormatter> DATES = List.of(
            date("EEE, d MMM yyyy HH:mm:ss 'GMT'"),
            date("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
            date("EEE MMM ppd HH:mm:ss yyyy"));

    private RetryAfter() {}

    /**
     * The pause that the header asks for: seconds (a fraction is rounded up), or the time until an HTTP date.
     *
     * @param header the header's value; null where there was none
     * @param now the time to measure a date against
     * @return between zero and {@link #CAP}; empty where the header says nothing readable. A negative number and a date in
     *     the past are zero
     */
    public static Optional<Duration> parse(String header, Instant now) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        String text = header.strip();
        if (text.matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
            return Optional.of(between(seconds(text)));
        }
        return DATES.stream()
                .flatMap(form -> read(text, form).stream())
                .findFirst()
                .map(date -> between(Duration.between(now, date)));
    }

    private static DateTimeFormatter date(String form) {
        return DateTimeFormatter.ofPattern(form, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    private static Optional<Instant> read(String text, DateTimeFormatter form) {
        try {
            return Optional.of(Instant.from(form.parse(text)));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    private static Duration seconds(String text) {
        if (text.startsWith("-")) {
            return Duration.ZERO;
        }
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        if (whole.length() > LONGEST_NUMBER) {
            return CAP;
        }
        return Duration.ofSeconds(Long.parseLong(whole) + (dot < 0 ? 0 : 1));
    }

    private static Duration between(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(CAP) > 0 ? CAP : asked;
    }
}
