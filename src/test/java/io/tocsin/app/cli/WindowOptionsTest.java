package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowOptionsTest {

    /** An offset is a zone that no list of zones has. */
    @ParameterizedTest
    @ValueSource(strings = {"+02:00", "-05:00", "UTC+3", "Europe/Berlin", "Z"})
    void nowIsByTheClockInTheZone(String zone) {
        Duration apart =
                Duration.between(LocalDateTime.parse(WindowOptions.now(zone)), LocalDateTime.now(ZoneId.of(zone)));
        assertThat(apart).isBetween(Duration.ZERO, Duration.ofMinutes(2));
    }
}
