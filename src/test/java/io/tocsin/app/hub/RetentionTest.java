package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.pipeline.trace.OutcomeRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@Tag("slow")
class RetentionTest {
    private static final Duration KEEP = Duration.ofDays(30);
    private static final String ROWS =
            "SELECT (SELECT count(*) FROM event) || ' events, ' || (SELECT count(*) FROM alert) || ' alerts, '"
                    + " || (SELECT count(*) FROM incident) || ' incidents, '"
                    + " || (SELECT count(*) FROM notice) || ' notices, '"
                    + " || (SELECT count(*) FROM delivery) || ' deliveries, '"
                    + " || (SELECT count(*) FROM attempt) || ' attempts, '"
                    + " || (SELECT count(*) FROM dead_letter) || ' dead letters'";

    @TempDir
    Path folder;

    @Test
    void whatIsSettledGoesHoweverManyBatchesItTakesAndNotBeforeItsTime() {
        int many = 1_200; // more than two batches of 500
        try (TestHub hub = HubFiles.in(folder).start()) {
            send(hub, many, "firing");
            delivered(hub, many);
            send(hub, many, "resolved");
            delivered(hub, 2 * many);

            assertThat(sweep(hub, KEEP.minusHours(1))).isZero();
            sweep(hub, KEEP.plusHours(1));

            assertThat(hub.text(ROWS))
                    .contains("0 events, 0 alerts, 0 incidents, 0 notices, 0 deliveries, 0 attempts,"
                            + " 0 dead letters");
        }
    }

    @Test
    void aDeadLetterStaysWithAllThatItsTraceTellsUntilSomebodySettlesIt() {
        try (Sink sink = Sink.start().answer(400, "no");
                TestHub hub = telling(sink, Map.of())) {
            hub.send("ci", event("disk", "firing"));
            soon().until(() -> hub.count("SELECT count(*) FROM dead_letter") == 1);
            hub.send("ci", event("cpu", "firing"));
            soon().until(() -> hub.count("SELECT count(*) FROM dead_letter") == 2);
            hub.send("ci", "{}");
            soon().until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'pending'") == 0);
            String before = hub.text(ROWS).orElseThrow();
            assertThat(hub.count("SELECT count(*) FROM dead_letter WHERE kind <> 'delivery'"))
                    .isPositive();

            sweep(hub, KEEP.plusHours(1));
            assertThat(hub.text(ROWS)).contains(before);

            assertThat(hub.post("/v1/dead-letters/discard", "{\"all\": true}").statusCode())
                    .isEqualTo(200);
            hub.send("ci", event("disk", "resolved"));
            hub.send("ci", event("cpu", "resolved")); // of what nobody was told nobody is told the end
            soon().until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'pending'") == 0);
            sweep(hub, KEEP.plusHours(1));
            assertThat(hub.text(ROWS))
                    .contains("0 events, 0 alerts, 0 incidents, 0 notices, 0 deliveries, 0 attempts,"
                            + " 0 dead letters");
        }
    }

    @Test
    void whatIsPendingStays() {
        try (Sink sink = Sink.start().answer(503, "later");
                TestHub hub = telling(sink, Map.of("retrySchedule", "1h"))) {
            hub.send("ci", event("disk", "firing"));
            soon().until(() -> hub.count("SELECT count(*) FROM attempt") == 1);
            String before = hub.text(ROWS).orElseThrow();

            sweep(hub, KEEP.plusHours(1));
            assertThat(hub.text(ROWS)).contains(before);
        }
    }

    @Test
    void whatSomebodyResolvedStaysForAsLongAsItsAlertFiresOnAndNothingOpensItAgain() {
        try (TestHub hub = HubFiles.in(folder).with(Setting.REOPEN_AFTER, "0s").start()) {
            hub.send("ci", event("disk", "firing"));
            delivered(hub, 1);
            String id = hub.text("SELECT id FROM incident").orElseThrow();
            assertThat(hub.post("/v1/incidents/" + id + "/resolve", "{}").statusCode())
                    .isEqualTo(200);
            delivered(hub, 2);

            sweep(hub, KEEP.plusHours(1));
            assertThat(hub.text("SELECT id FROM incident")).contains(id);

            hub.send("ci", event("disk", "resolved"));
            soon().until(() -> hub.count("SELECT count(*) FROM alert WHERE resolved_in IS NULL") == 1);
            sweep(hub, KEEP.plusHours(1));
            assertThat(hub.count("SELECT count(*) FROM incident")).isZero();
        }
    }

    @Test
    void whetherSomebodyWasNotifiedIsKnownAfterWhatSaidSoIsGone() {
        try (Sink sink = Sink.start();
                TestHub hub = telling(sink, Map.of())) {
            hub.send("ci", event("disk", "firing"));
            delivered(hub, 1);
            hub.send("ci", event("disk", "resolved"));
            delivered(hub, 2);
            String alert = hub.text("SELECT id FROM alert").orElseThrow();
            String before =
                    hub.read("/v1/audit/alerts/" + alert).path("summary").toString();

            new Retention(
                            hub.hub().store(),
                            () -> Instant.now().plus(KEEP).plusSeconds(60),
                            KEEP,
                            Optional.of(KEEP.multipliedBy(2)),
                            Optional.of(new OutcomeRecords(new ObjectMapper())),
                            length -> {})
                    .sweep();
            assertThat(hub.text(ROWS).orElseThrow()).contains("0 alerts, 0 incidents, 0 notices, 0 deliveries");

            JsonNode after = hub.read("/v1/audit/alerts/" + alert);
            assertThat(after.path("summary").toString()).isEqualTo(before);
            assertThat(after.at("/summary/arrived").asInt()).isEqualTo(2);
            assertThat(after.at("/incidents/0/title").asText()).isEqualTo("disk full");
            assertThat(after.at("/incidents/0/isKept").asBoolean()).isFalse();
            assertThat(after.at("/incidents/0/deliveries/1/kind").asText()).isEqualTo("resolved");
            soon().until(() -> hub.count("SELECT count(*) FROM audit WHERE seq IS NULL") == 0);
            assertThat(hub.read("/v1/audit/verify").path("intact").asBoolean()).isTrue();
        }
    }

    private TestHub telling(Sink sink, Map<String, ?> parameters) {
        return HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] } ]")
                .webhook("hook", sink.url(), parameters)
                .start();
    }

    private static int sweep(TestHub hub, Duration later) {
        return new Retention(hub.hub().store(), () -> Instant.now().plus(later), KEEP).sweep();
    }

    private static void delivered(TestHub hub, int count) {
        soon().until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'delivered'") == count);
    }

    private static void send(TestHub hub, int count, String status) {
        for (int from = 0; from < count; from += 200) {
            String events = IntStream.range(from, Math.min(count, from + 200))
                    .mapToObj(n -> event("disk-" + n, status))
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(hub.post("/v1/events/ci", events).statusCode()).isEqualTo(202);
        }
    }

    private static String event(String fingerprint, String status) {
        return "{\"title\": \"disk full\", \"fingerprint\": \"%s\", \"status\": \"%s\"}".formatted(fingerprint, status);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20));
    }
}
