package io.tocsin.model.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the times that senders write: ISO-8601 with an offset, CloudWatch's {@code +0000} without a colon, GitLab's
 * {@code 2026-11-29 10:05:00 UTC}, RFC 1123 (AWS Health), and seconds or milliseconds since 1970, as text too.
 */
final class Times {
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    /** Seconds reach this figure in the year 5138, milliseconds reached it in 1973. */
    private static final double MILLISECONDS_FROM = 1e11;

    /** A date, a time of day and an offset, with a T or a blank between; a zone's name behind an offset says nothing more. */
    private static final Pattern FORM =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d:\\d\\d)(:\\d\\d)?(?:[.,](\\d{1,9}))?"
                    + " ?(?:([Zz]|UTC|GMT)|([+-]\\d\\d):?(\\d\\d)?(?: [A-Z]{1,5})?)");

    private static final Pattern NUMBER = Pattern.compile("\\d{10}(\\d{3})?|\\d{10}\\.\\d{1,9}");

    private Times() {}

    /**
     * The instant that the text names, to the millisecond; empty where it names none, or one outside 1970 to 9999
     * (Alertmanager writes year 1 for "not yet").
     */
    static Optional<Instant> read(String text) {
        String time = text.strip();
        Matcher form = FORM.matcher(time);
        if (form.matches()) {
            return parsed(DateTimeFormatter.ISO_OFFSET_DATE_TIME, iso(form));
        }
        if (NUMBER.matcher(time).matches()) {
            return read(Double.parseDouble(time));
        }
        // "Thu, 20 Aug 2026 09:00:00 GMT": nothing else that begins with a letter is tried, since failing costs.
        boolean rfc1123 = time.length() > 4 && time.charAt(3) == ',';
        return rfc1123 ? parsed(DateTimeFormatter.RFC_1123_DATE_TIME, time) : Optional.empty();
    }

    private static String iso(Matcher form) {
        String seconds = form.group(3) == null ? ":00" : form.group(3);
        String fraction = form.group(4) == null ? "" : "." + form.group(4);
        String minutes = form.group(7) == null ? "00" : form.group(7);
        String offset = form.group(6) == null ? "Z" : form.group(6) + ":" + minutes;
        return form.group(1) + "T" + form.group(2) + seconds + fraction + offset;
    }

    private static Optional<Instant> parsed(DateTimeFormatter form, String time) {
        try {
            return plausible(OffsetDateTime.parse(time, form).toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
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
