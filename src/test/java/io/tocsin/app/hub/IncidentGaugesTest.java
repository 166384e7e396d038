package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.outbox.TestStages;
import io.tocsin.pipeline.silence.SilenceOrder;
import io.tocsin.store.corridor.TestCorridor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held back, due and late is counted as it is. */
@Tag("store")
class IncidentGaugesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();

    private double value(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).gauge().value();
    }

    @Test
    void aSilenceWhatIsDueAndWhatIsNotSealedAreSeen(@TempDir Path folder) {
        try (TestStages hub = new TestStages(new TestCorridor(folder), "ops")) {
            IncidentGauges gauges = new IncidentGauges(meters, hub.test.store, nanos::get);
            hub.rule("disk", "ops");
            gauges.refresh();
            assertThat(value("tocsin.incidents.held", "by", "silence")).isZero();
            assertThat(value("tocsin.timers.late.seconds", "timer", "seal")).isZero();

            Instant now = hub.clock.instant();
            hub.silences.take(new SilenceOrder(
                    "mia",
                    Optional.empty(),
                    new SilenceOrder.Be(
                            Scope.of(EventPattern.compile("{\"fingerprint\": [\"a\"]}")),
                            now,
                            now.plusSeconds(60),
                            "ann",
                            "we know")));
            hub.fires("a", Severity.HIGH);
            hub.fires("b", Severity.HIGH);
            hub.look();
            hub.test.commit(
                    (tx, inputs, at) -> List.of(tx.execute(
                            "INSERT INTO shift_seen (schedule, people, seen_at, due_at) VALUES ('first', '', 0, "
                                    + now.plusSeconds(80).toEpochMilli() + ")")),
                    "");
            assertThat(meters.get("tocsin.questions.open").gauge().value()).isZero();
            hub.test.commit(
                    (tx, inputs, at) ->
                            List.of(tx.execute(question("que_1", "open")) + tx.execute(question("que_2", "answered"))),
                    "");
            hub.clock.advance(Duration.ofSeconds(90));
            gauges.refresh();
            assertThat(value("tocsin.incidents.held", "by", "silence"))
                    .as("not anew within seconds")
                    .isZero();

            nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
            gauges.refresh();
            assertThat(value("tocsin.incidents.held", "by", "silence")).isEqualTo(1);
            assertThat(value("tocsin.incidents.held", "by", "window")).isZero();
            assertThat(hub.test
                            .corridor
                            .meters()
                            .get("tocsin.held.back")
                            .tag("by", "silence")
                            .counter()
                            .count())
                    .as("how often that began")
                    .isEqualTo(1);
            assertThat(value("tocsin.incidents.open", "severity", "high")).isEqualTo(2);
            assertThat(value("tocsin.timers.due", "timer", "notice"))
                    .as("that it ends, and that it has ended")
                    .isEqualTo(2);
            assertThat(value("tocsin.timers.late.seconds", "timer", "notice")).isEqualTo(45);
            assertThat(value("tocsin.timers.due", "timer", "look")).isEqualTo(1);
            assertThat(value("tocsin.timers.late.seconds", "timer", "look")).isEqualTo(30);
            assertThat(value("tocsin.timers.due", "timer", "seal")).isEqualTo(1);
            assertThat(value("tocsin.timers.late.seconds", "timer", "seal")).isEqualTo(90);
            assertThat(value("tocsin.timers.late.seconds", "timer", "release")).isZero();
            assertThat(value("tocsin.timers.late.seconds", "timer", "question")).isZero();
            assertThat(value("tocsin.timers.due", "timer", "shift")).isEqualTo(1);
            assertThat(value("tocsin.timers.late.seconds", "timer", "shift")).isEqualTo(10);
            assertThat(meters.get("tocsin.questions.open").gauge().value())
                    .as("those that can be answered")
                    .isEqualTo(1);
        }
    }

    @Test
    void whatAStageHasNotBegunIsLate(@TempDir Path folder) {
        try (TestStages hub = new TestStages(new TestCorridor(folder), "ops")) {
            StageGauges gauges = new StageGauges(meters, hub.test.store);
            gauges.refresh();
            assertThat(value("tocsin.stage.late.seconds", "stage", "events")).isZero();

            long now = hub.clock.instant().toEpochMilli();
            hub.test.commit(
                    (tx, inputs, at) -> List.of(tx.execute(event("evt_1", "pending", now + 300_000))
                            + tx.execute(event("evt_2", "pending", now + 10_000))
                            + tx.execute(event("evt_3", "decided", now))),
                    "");
            hub.clock.advance(Duration.ofSeconds(70));
            gauges.refresh();
            assertThat(value("tocsin.stage.late.seconds", "stage", "events"))
                    .as("not of what is decided, nor of what somebody has in hand")
                    .isEqualTo(60);
            assertThat(value("tocsin.stage.late.seconds", "stage", "notices")).isZero();
            assertThat(value("tocsin.stage.late.seconds", "stage", "dead-letters"))
                    .isZero();
        }
    }

    private static String event(String id, String state, long dueAt) {
        return "INSERT INTO event (id, source, external_id, content_type, body, attributes, received_at, state, due_at) VALUES ('"
                + id + "', 'ci', '" + id + "', 'application/json', '{}', '{}', 0, '" + state + "', " + dueAt + ")";
    }

    private static String question(String id, String state) {
        return "INSERT INTO question (id, asked_as, subject, heard_from, run, entry, content, told, state, version, answers, telling,"
                + " outcome, asked_at, until_at) VALUES ('" + id + "', '" + id + "', '" + id
                + "', '[]', '', 'production', '{}',"
                + " '{}', '" + state + "', 1, '[]', '', '', 0, 0)";
    }
}
