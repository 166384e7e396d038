package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nobody waits before goes from stage to stage in memory: the store is asked for nothing that this hub has just written. */
@Timeout(60)
class HandedOverTest {
    private static final int EVENTS = 20;

    @TempDir
    Path folder;

    @Test
    void eventsThatComeOneByOneCostNoClaim() {
        try (Sink first = Sink.start();
                Sink second = Sink.start();
                TestHub hub = HubFiles.in(folder)
                        .rules("rules: [ { name: all, when: { status: [ firing ] }, notify: [ first, second ] } ]")
                        .webhook("first", first.url(), Map.of())
                        .webhook("second", second.url(), Map.of())
                        .start()) {
            await("each lane has looked for what an earlier run left")
                    .until(() -> rows(hub, "tocsin_stage_claims_total", "deliveries", "found=\"none\"") >= 2);
            for (int i = 1; i <= EVENTS; i++) {
                hub.send("ci", "{\"title\": \"disk %d\", \"fingerprint\": \"disk-%1$d\"}".formatted(i));
                int sent = i;
                await().until(() -> first.got().size() == sent && second.got().size() == sent);
            }

            for (String stage : new String[] {"events", "notices", "deliveries"}) {
                assertThat(rows(hub, "tocsin_stage_rows_total", stage, "by=\"claim\""))
                        .as(stage)
                        .isZero();
            }
            assertThat(rows(hub, "tocsin_stage_rows_total", "deliveries", "by=\"hand-over\""))
                    .isEqualTo(2 * EVENTS);
        }
    }

    private static double rows(TestHub hub, String name, String stage, String label) {
        return hub.get("/metrics")
                .body()
                .lines()
                .filter(line ->
                        line.startsWith(name + "{") && line.contains("stage=\"" + stage + "\"") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
