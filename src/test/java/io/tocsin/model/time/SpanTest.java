package io.tocsin.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "500ms, PT0.5S", "90s, PT90S", "5m, PT5M", "24h, PT24H", "30d, PT720H"})
    void aNumberAndAUnitIsADuration(String text, Duration duration) {
        assertThat(Span.read(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "1.5h", "5M", "1w", "PT5M", "9999999999s", "٥m"})
    void anythingElseIsNone(String text) {
        assertThat(Span.read(text)).isEmpty();
    }

    @Test
    void theLongestStillFitsIntoADuration() {
        assertThat(Span.read("999999999d")).contains(Duration.ofDays(999_999_999));
    }

    @ParameterizedTest
    @CsvSource({
        "PT43.04S, 43 s",
        "PT0S, 0 s",
        "PT1M59S, 119 s",
        "PT10M12S, 10 min",
        "PT1H59M, 119 min",
        "PT3H, 3 h",
        "P2D, 2 d"
    })
    void aLogSaysItInOneUnit(Duration length, String words) {
        assertThat(Span.words(length)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "500ms", "90s", "5m", "25h", "30d", "1500ms", "7d"})
    void aSpanIsShownAsItIsWritten(String text) {
        assertThat(Span.text(Span.read(text).orElseThrow())).isEqualTo(text);
    }
}
