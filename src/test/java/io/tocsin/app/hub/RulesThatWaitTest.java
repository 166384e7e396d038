package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.store.corridor.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a rules file says of time, from the event to the receiver: wait, interval, repeat, and no word of ends. */
@Tag("slow")
@Timeout(90)
class RulesThatWaitTest {

    private static final String RULES = """
            rules:
              - name: all
                when: { status: [ firing ] }
                wait: { critical: 0s, default: 30s }
                interval: 5m
                repeat: 4h
                notify: [ hook ]
              - name: beginnings
                when: { severity: [ low ] }
                wait: 500ms
                resolved: false
                notify: [ chat ]
            """;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
    private final Sink sink = Sink.start();
    private final Sink chat = Sink.start();
    private HubFiles files;
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) {
        files = HubFiles.in(folder)
                .clock(clock)
                .rules(RULES)
                .webhook("hook", sink.url(), Map.of())
                .webhook("chat", chat.url(), Map.of());
        hub = files.start();
    }

    @AfterEach
    void stop() {
        hub.close();
        sink.close();
        chat.close();
    }

    @Test
    void aWaitAnIntervalARepeatAndTheEnd() {
        send("a", "high", "firing");
        pass(Duration.ofSeconds(29));
        nothingIsDue();
        assertThat(sink.got()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(said(sink.await(1))).containsExactly("opened a");

        send("a", "critical", "firing"); // its severity waits not at all
        assertThat(said(sink.await(2))).last().isEqualTo("updated a");
        send("a", "high", "firing");
        pass(Duration.ofMinutes(4));
        hub.close();
        hub = files.start();
        assertThat(sink.got()).hasSize(2);
        pass(Duration.ofMinutes(1));
        assertThat(said(sink.await(3))).last().isEqualTo("updated a");

        pass(Duration.ofHours(4).minusMinutes(1));
        nothingIsDue();
        assertThat(sink.got()).hasSize(3);
        pass(Duration.ofMinutes(6));
        assertThat(said(sink.await(4))).last().isEqualTo("reminder a");

        send("a", "high", "resolved");
        assertThat(hub.text("SELECT state FROM incident")).contains("ending");
        pass(Duration.ofMinutes(5));
        assertThat(said(sink.await(5))).last().isEqualTo("resolved a");
        await().until(() -> hub.text("SELECT state FROM incident").equals(Optional.of("resolved")));
    }

    @Test
    void whatIsOverWithinItsWaitIsNotNotifiedAndTheTraceSaysWhatItWaitedFor() {
        String event = send("b", "high", "firing");
        assertThat(hub.read("/v1/events/" + event).toString())
                .contains("the rule notifies of it at 2026-08-20T10:00:30Z at the earliest");
        send("b", "high", "resolved");
        pass(Duration.ofSeconds(30));

        await().until(() -> hub.text("SELECT state FROM incident").equals(Optional.of("resolved")));
        assertThat(sink.got()).isEmpty();
    }

    @Test
    void aWaitOfMillisecondsAndARuleThatTellsNoEnds() {
        send("c", "low", "firing");
        pass(Duration.ofMillis(499));
        nothingIsDue();
        assertThat(chat.got()).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(said(chat.await(1))).containsExactly("opened c");

        String end = send("c", "low", "resolved");
        await().until(() -> hub.read("/v1/events/" + end).toString().contains("resolved-quietly"));
        pass(Duration.ofHours(1));
        nothingIsDue();
        assertThat(chat.got()).hasSize(1);
    }

    private String send(String title, String severity, String status) {
        String event = hub.send(
                "ci",
                "{\"fingerprint\": \"%s\", \"title\": \"%s\", \"severity\": \"%s\", \"status\": \"%s\"}"
                        .formatted(title, title, severity, status));
        await().until(() ->
                hub.text("SELECT state FROM event WHERE id = '" + event + "'").equals(Optional.of("decided")));
        return event;
    }

    private void pass(Duration time) {
        hub.advance(clock, time);
    }

    /** All that was due is done, and nothing of it waits to be sent. */
    private void nothingIsDue() {
        await().until(() -> hub.count("SELECT (SELECT count(*) FROM incident WHERE due_at <= "
                        + clock.instant().toEpochMilli()
                        + ") + (SELECT count(*) FROM notice WHERE state = 'pending')"
                        + " + (SELECT count(*) FROM delivery WHERE state = 'pending')")
                == 0);
    }

    private static List<String> said(List<Sink.Got> got) {
        return got.stream()
                .map(one -> TestHub.json(one.body()))
                .map(RulesThatWaitTest::words)
                .toList();
    }

    private static String words(JsonNode message) {
        return message.at("/notice/kind").asText() + " "
                + message.at("/incident/title").asText();
    }
}
