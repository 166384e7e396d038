package io.tocsin.model.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "30,30",
        "' 30 ',30",
        "+5,5",
        "-5,0",
        "1.2,2",
        "3600,3600",
        "3601,3600",
        "99999999999999999999,3600"
    })
    void secondsAreReadAndHeldBetweenZeroAndAnHour(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thu, 20 Aug 2026 10:00:30 GMT|30",
                "Thursday, 20-Aug-26 10:00:30 GMT|30",
                "Thu, 20 Aug 2026 09:59:30 GMT|0",
                "Sat, 1 Aug 2026 10:00:00 GMT|0",
                "Fri, 21 Aug 2026 10:00:00 GMT|3600",
                "Tue, 1 Sep 2026 10:00:00 GMT|3600"
            })
    void httpDatesAreReadAndHeldBetweenZeroAndAnHour(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "soon", "30s", "1e3", "٣٠", "0x10", "--1", "Thu, 99 Aug 2026", "1,2"})
    void junkSaysNothing(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void noHeaderSaysNothing() {
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }

    @Property
    void anyTextIsReadWithoutAnErrorAndNeverPausesLongerThanAnHour(@ForAll String header) {
        RetryAfter.parse(header, NOW).ifPresent(pause -> assertThat(pause).isBetween(Duration.ZERO, RetryAfter.CAP));
    }

    @Property
    void anyNumberIsHeldBetweenZeroAndAnHour(@ForAll long seconds) {
        Duration expected = Duration.ofSeconds(Math.min(3600, Math.max(0, seconds)));
        assertThat(RetryAfter.parse(Long.toString(seconds), NOW)).contains(expected);
    }

    @Property
    void aDateWithinTheHourIsExactToTheSecond(@ForAll @IntRange(min = 0, max = 3600) int seconds) {
        assertThat(RetryAfter.parse(httpDate(NOW.plusSeconds(seconds)), NOW)).contains(Duration.ofSeconds(seconds));
    }

    @Property
    void anyDateIsHeldBetweenZeroAndAnHour(@ForAll @LongRange(min = 0, max = 4_000_000_000L) long epochSecond) {
        assertThat(RetryAfter.parse(httpDate(Instant.ofEpochSecond(epochSecond)), NOW))
                .hasValueSatisfying(pause -> assertThat(pause).isBetween(Duration.ZERO, RetryAfter.CAP));
    }

    private static String httpDate(Instant instant) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }
}
