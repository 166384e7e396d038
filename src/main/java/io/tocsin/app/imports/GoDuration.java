package io.tocsin.app.imports;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus and Alertmanager write them: {@code 30s}, {@code 1h30m}, {@code 1w} (common's model/time.go). */
final class GoDuration {

    private static final Pattern FORM = Pattern.compile(
            "(?:(\\d{1,4})y)?(?:(\\d{1,5})w)?(?:(\\d{1,6})d)?(?:(\\d{1,7})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?");

    private static final long[] MILLIS = {365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    private GoDuration() {}

    /** The duration; empty where the text is none. */
    static Optional<Duration> read(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher found = FORM.matcher(text);
        if (text.isEmpty() || !found.matches()) {
            return Optional.empty();
        }
        long millis = 0;
        for (int i = 0; i < MILLIS.length; i++) {
            if (found.group(i + 1) != null) {
                millis += Long.parseLong(found.group(i + 1)) * MILLIS[i];
            }
        }
        return Optional.of(Duration.ofMillis(millis));
    }
}
