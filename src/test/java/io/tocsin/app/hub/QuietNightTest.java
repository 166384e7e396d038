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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night in Berlin, at a hub whose clock the test moves: what can wait comes in one message in the morning. */
class QuietNightTest {
    private static final Instant ELEVEN_AT_NIGHT = Instant.parse("2026-11-24T22:00:00Z");
    private static final Instant SEVEN = Instant.parse("2026-11-25T06:00:00Z");
    private static final String RECIPIENTS = """
            people:
              - name: ann
                addresses: { email: ann@example.com }
                timeZone: Europe/Berlin
                quietHours: { from: "22:00", to: "07:00", below: high }
            receivers: { email: mail }
            """;
    private static final String RULES = """
            rules:
              - name: all
                when: { status: [ firing, resolved ] }
                notify: [ { people: { names: [ ann ], via: [ email ] } } ]
            """;

    @Test
    void whatCanWaitComesInOneMessageInTheMorning(@TempDir Path folder) {
        SettableClock clock = new SettableClock(ELEVEN_AT_NIGHT);
        try (Sink sink = Sink.start().answer(200, "thanks");
                TestHub hub = HubFiles.in(folder)
                        .clock(clock)
                        .rules(RULES)
                        .write("rules/recipients.yaml", RECIPIENTS)
                        .webhook("mail", sink.url(), Map.of())
                        .start()) {
            String disk = hub.send("ci", "{\"title\": \"disk fills\", \"severity\": \"low\"}");
            String cert = hub.send("ci", "{\"title\": \"certificate ends soon\", \"severity\": \"medium\"}");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.count("SELECT count(*) FROM delivery WHERE held = 1") == 2);
            hub.send("ci", "{\"title\": \"it burns\", \"severity\": \"critical\"}");

            assertThat(titles(sink.await(1))).containsExactly("it burns");
            JsonNode held = hub.read("/v1/events/" + disk).at("/notices/0/deliveries/0");
            assertThat(held.path("person").asText()).isEqualTo("ann");
            assertThat(held.path("heldUntil").asText()).isEqualTo(SEVEN.toString());
            assertThat(held.has("dueAt")).isFalse();

            hub.advance(clock, Duration.between(clock.instant(), SEVEN));

            List<Sink.Got> all = sink.await(2);
            JsonNode digest = TestHub.json(all.get(1).body());
            assertThat(digest.at("/notice/kind").asText()).isEqualTo("digest");
            assertThat(digest.at("/incident/title").asText()).isEqualTo("2 incidents");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> hub.count("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0);
            assertThat(sink.got()).hasSize(2);
            assertThat(List.of(state(hub, disk), state(hub, cert))).containsOnly("collapsed");
        }
    }

    private static String state(TestHub hub, String event) {
        return hub.read("/v1/events/" + event)
                .at("/notices/0/deliveries/0/state")
                .asText();
    }

    private static List<String> titles(List<Sink.Got> got) {
        return got.stream()
                .map(one -> TestHub.json(one.body()).at("/incident/title").asText())
                .toList();
    }
}
