package io.tocsin.model.time;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people write it in rules, settings and receiver files: {@code 500ms}, {@code 30s}, {@code 5m},
 * {@code 24h}, {@code 7d}.
 */
public final class Span {
    private static final Pattern BARE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Span() {}

    /** The duration, from 0 up, or empty where the text is not a whole number and one of ms, s, m, h, d. */
    public static Optional<Duration> read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /**
     * As {@link #read(String)}; a number alone counts in the given unit, as it did where settings had no units yet.
     *
     * @param bare the unit of a number alone
     */
    public static Optional<Duration> read(String text, ChronoUnit bare) {
        return BARE.matcher(text).matches() ? Optional.of(Duration.of(Long.parseLong(text), bare)) : read(text);
    }

    /** As people write it, in the largest unit that leaves no rest: {@code 5m}; at least to the millisecond. */
    public static String text(Duration length) {
        long millis = length.toMillis();
        if (millis == 0 || millis % 1000 != 0) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** For somebody who reads a log: {@code 43 s}, {@code 10 min}, {@code 3 h}, {@code 2 d}; whole, rounded down. */
    public static String words(Duration length) {
        if (length.compareTo(Duration.ofMinutes(2)) < 0) {
            return length.toSeconds() + " s";
        }
        if (length.compareTo(Duration.ofHours(2)) < 0) {
            return length.toMinutes() + " min";
        }
        return length.compareTo(Duration.ofDays(2)) < 0 ? length.toHours() + " h" : length.toDays() + " d";
    }
}
