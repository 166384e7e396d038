package io.tocsin.rule;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it in a rules file: {@code 0s}, {@code 90s}, {@code 5m}, {@code 4h}, {@code 7d}. */
final class Span {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    private Span() {}

    /** The duration, or empty where the text is not one. */
    static Optional<Duration> read(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }
}
