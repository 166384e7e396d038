package io.tocsin.pipeline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.incident.Flapping;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.trace.HeldUntil;
import io.tocsin.pipeline.trace.IncidentPages;
import io.tocsin.store.corridor.TestCorridor;
import io.tocsin.store.sql.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of groups that flap, over a real file. */
@Tag("store")
class FlappingGroupsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private TestStages hub;

    @BeforeEach
    void open() {
        hub = new TestStages(new TestCorridor(folder), "ops");
        hub.policies.put("disk", TestStages.policy("disk", true, "ops").every(Duration.ZERO));
        hub.groupBy("together");
        hub.flapping = Optional.of(new Flapping.Limit(2, Duration.ofMinutes(10)));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void send() {
        hub.look();
        hub.fanOut();
        hub.deliver("ops");
    }

    private void blinks(int times) {
        for (int i = 0; i < times; i++) {
            hub.fires("g/a", Severity.HIGH);
            send();
            hub.clock.advance(Duration.ofSeconds(10));
            hub.over("g/a");
            send();
            hub.clock.advance(Duration.ofSeconds(10));
        }
    }

    @Test
    void whatFiresTooOftenIsToldOnceAndItsEndOnceItIsSteady() {
        blinks(6);

        assertThat(hub.heard())
                .containsExactly(
                        "ops opened all of g",
                        "ops resolved all of g",
                        "ops opened all of g",
                        "ops resolved all of g",
                        "ops opened all of g",
                        "ops resolved all of g",
                        "ops opened all of g");
        hub.restart();
        hub.clock.advance(Duration.ofMinutes(9));
        send();
        assertThat(hub.heard()).isEmpty();
        hub.clock.advance(Duration.ofMinutes(1));
        send();
        assertThat(hub.heard()).containsExactly("ops resolved all of g");
        assertThat(hub.column("SELECT count(*) FROM incident WHERE state <> 'resolved' OR due_at IS NOT NULL"))
                .containsExactly("0");
    }

    @Test
    void messagesTraceAndSheetSayThatItFlaps() {
        blinks(3);
        hub.fires("g/a", Severity.HIGH);
        send();
        hub.over("g/a");
        send();

        JsonNode message = JsonText.read(
                JSON,
                hub.column("SELECT message FROM notice ORDER BY created_at DESC LIMIT 1")
                        .get(0));
        assertThat(message.path("alerts").path(0).path("flappingSince").asText())
                .isEqualTo("2026-08-20T10:01:00Z");
        assertThat(hub.column("SELECT decision FROM event ORDER BY received_at, id").stream()
                        .reduce((one, other) -> other)
                        .orElseThrow())
                .contains("\"verdict\":\"flapping\"", "if nothing changes until");
        assertThat(hub.test
                        .corridor
                        .meters()
                        .get("tocsin.flapping")
                        .tag("change", "began")
                        .counter()
                        .count())
                .isEqualTo(1);
        String id = hub.column("SELECT id FROM incident WHERE state = 'open'").get(0);
        JsonNode sheet = new IncidentPages(hub.test.store, JSON, HeldUntil.UNKNOWN)
                .show(id)
                .orElseThrow();
        assertThat(sheet.path("members").path(0).path("flapping").has("overAt")).isTrue();
        assertThat(sheet.path("next").path("why").asText()).isEqualTo("an alert that flaps may be steady by then");
    }

    @Test
    void whatFiresSteadilyIsToldSo() {
        blinks(3);
        hub.fires("g/a", Severity.HIGH);
        send();
        hub.over("g/a");
        hub.fires("g/a", Severity.LOW);
        send();
        hub.heard();
        hub.clock.advance(Duration.ofMinutes(10));
        send();

        assertThat(hub.heard()).containsExactly("ops updated all of g");
        JsonNode alert = JsonText.read(
                        JSON,
                        hub.column("SELECT message FROM notice ORDER BY created_at DESC LIMIT 1")
                                .get(0))
                .path("alerts")
                .path(0);
        assertThat(alert.path("severity").asText()).isEqualTo("low");
        assertThat(alert.has("steadySince")).isTrue();
        assertThat(alert.has("flappingSince")).isFalse();
    }
}
