package io.tocsin.pipeline.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.model.schedule.ScheduleOverride;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two overrides at once the one that was made later wins, whatever clocks showed then. */
@Tag("store")
class OverridesInOrderTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void theLastOneComesLastThoughTheClockWasSetBackSince() {
        try (TestCorridor test = new TestCorridor(folder)) {
            LiveOverrides live = new LiveOverrides(test.store, JSON);
            LiveCalendars calendars = new LiveCalendars(test.store, test.clock, Recipients::none);
            ScheduleDesk desk = new ScheduleDesk(test.store, JSON, live, calendars, Recipients::none);
            Instant until = test.clock.instant().plus(Duration.ofHours(8));

            add(desk, until, "ann");
            test.clock.advance(Duration.ofHours(-1));
            add(desk, until, "ben");
            add(desk, until, "cem");

            assertThat(desk.overrides("primary").stream().map(ScheduleOverride::people))
                    .containsExactly(List.of("ann"), List.of("ben"), List.of("cem"));
        }
    }

    private static void add(ScheduleDesk desk, Instant until, String who) {
        desk.take(new OverrideOrder(
                "mia", "primary", new OverrideOrder.Add(Instant.EPOCH, until, List.of(who), "mia", "")));
    }
}
