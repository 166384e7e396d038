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

/** A row that a newer hub wrote, or that is damaged, is in nobody's way but its own. */
@Tag("store")
class UnreadableOverrideTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void keepsNobodyFromMakingSeeingAndEndingOthers() {
        try (TestCorridor test = new TestCorridor(folder)) {
            LiveOverrides live = new LiveOverrides(test.store, JSON);
            LiveCalendars calendars = new LiveCalendars(test.store, test.clock, Recipients::none);
            ScheduleDesk desk = new ScheduleDesk(test.store, JSON, live, calendars, Recipients::none);
            String damaged = add(desk, test.clock.instant(), "ann");
            test.commit(
                    (tx, inputs, now) -> inputs.stream()
                            .map(id -> tx.execute("UPDATE schedule_override SET people = 'who?' WHERE id = ?", id))
                            .toList(),
                    damaged);

            String sound = add(desk, test.clock.instant(), "ben");
            assertThat(desk.overrides("primary").stream().map(ScheduleOverride::people))
                    .containsExactly(List.of("ben"));
            assertThat(new LiveOverrides(test.store, JSON).all().get("primary")).hasSize(1);

            assertThat(desk.take(new OverrideOrder("mia", "primary", new OverrideOrder.End(damaged, "")))
                            .refused())
                    .contains(OverrideAnswer.Refusal.NOT_FOUND);
            assertThat(desk.take(new OverrideOrder("mia", "primary", new OverrideOrder.End(sound, "")))
                            .refused())
                    .isEmpty();
        }
    }

    private static String add(ScheduleDesk desk, Instant now, String who) {
        return desk.take(new OverrideOrder(
                        "mia",
                        "primary",
                        new OverrideOrder.Add(now, now.plus(Duration.ofHours(2)), List.of(who), "mia", "")))
                .done()
                .orElseThrow()
                .id();
    }
}
