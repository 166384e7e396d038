package io.tocsin.model.silence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.pattern.EventPattern;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannedWindowTest {

    @Test
    void oneWhoseNextTimeIsFarAwayIsNotOverUntilSomebodyEndsIt() {
        Instant now = Instant.parse("2026-06-01T00:00:00Z");
        PlannedWindow window = new PlannedWindow(
                "win_1",
                Scope.of(EventPattern.compile("{\"fingerprint\": [\"a\"]}")),
                Recurrence.of(
                        LocalDateTime.parse("2026-01-01T00:00"),
                        Duration.ofHours(1),
                        ZoneId.of("UTC"),
                        "FREQ=YEARLY;INTERVAL=6",
                        Set.of()),
                List.of(),
                "mia",
                "new disks",
                now,
                Optional.empty());
        assertThat(window.state(now)).isEqualTo(PlannedWindow.State.PENDING);
        assertThat(window.endedAt(now).state(now)).isEqualTo(PlannedWindow.State.OVER);
    }
}
