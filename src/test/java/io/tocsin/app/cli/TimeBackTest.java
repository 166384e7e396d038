package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeBackTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-08-20T09:58:30Z",
        "1h, 2026-08-20T09:00:00Z",
        "7d, 2026-08-13T10:00:00Z",
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T08:00:00Z, 2026-01-31T08:00:00Z",
        "2026-01-31T08:00:00+02:00, 2026-01-31T06:00:00Z"
    })
    void aSpanOrATimeIsATime(String text, Instant time) {
        assertThat(TimeBack.read(text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1", "-1h", "2026-13-01", "T"})
    void anythingElseIsSaidWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> TimeBack.read(text, NOW))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is no time; expected so long ago (90s, 30m, 1h, 7d)");
    }

    @Test
    void aTimeIsShownWithHowLongAgoItIs() {
        assertThat(Ago.both("2026-08-20T09:55:00.123Z", NOW)).isEqualTo("2026-08-20T09:55:00Z  4 min ago");
        assertThat(Ago.both("2026-08-20T10:05:00Z", NOW)).isEqualTo("2026-08-20T10:05:00Z  in 5 min");
        assertThat(Ago.both("", NOW)).isEmpty();
    }
}
