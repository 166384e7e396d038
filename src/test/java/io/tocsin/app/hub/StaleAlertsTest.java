package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.store.corridor.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of which nobody says when they are over. */
@Timeout(60)
@Tag("slow")
class StaleAlertsTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final String OPEN = "SELECT count(*) FROM incident WHERE state <> 'resolved'";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(NOW);
    private final Sink sink = Sink.start();

    @AfterEach
    void stop() {
        sink.close();
    }

    private HubFiles files() {
        return HubFiles.in(folder).clock(clock).everythingTo(sink);
    }

    @Test
    void whatNobodyEndsIsOverAfterAWeekWithoutAWordAndLeavesNothingBehind() {
        int many = 700; // more than one batch of ends
        try (TestHub hub = files().start()) {
            for (int i = 0; i < many; i++) {
                hub.send("jobs", failed("Run " + i + " of the import"));
            }
            sink.await(many);
            hub.advance(clock, WEEK.minusMinutes(1));
            decided(hub, many);
            assertThat(hub.count(OPEN)).isEqualTo(many);

            hub.advance(clock, Duration.ofMinutes(1));

            decided(hub, 2 * many);
            assertThat(hub.count(OPEN)).isZero();
            assertThat(hub.count("SELECT count(*) FROM delivery")).isEqualTo(many);
            hub.advance(clock, Duration.ofDays(31));
            new Retention(hub.hub().store(), clock, Duration.ofDays(30)).sweep();
            assertThat(hub.count("SELECT (SELECT count(*) FROM incident) + (SELECT count(*) FROM alert)"
                            + " + (SELECT count(*) FROM event) + (SELECT count(*) FROM notice)"))
                    .isZero();
        }
        assertThat(sink.got()).hasSize(many);
    }

    @Test
    void eachFailureOfAMonthlyJobIsAnIncidentOfItsOwn() {
        try (TestHub hub = files().start()) {
            for (int month = 1; month <= 3; month++) {
                hub.send("jobs", failed("Monthly invoices"));
                assertThat(sink.await(month).get(month - 1).body()).contains("\"opened\"");
                hub.advance(clock, Duration.ofDays(30));
                await().atMost(Duration.ofSeconds(20)).until(() -> hub.count(OPEN) == 0);
            }
            assertThat(hub.count("SELECT count(*) FROM incident")).isEqualTo(3);
            assertThat(hub.text("SELECT decision FROM event WHERE source = 'tocsin' LIMIT 1"))
                    .hasValueSatisfying(decision -> assertThat(decision)
                            .contains("resolved-quietly", "nobody says when it is over, and it was not sent again"));
            assertThat(hub.text("SELECT book FROM incident ORDER BY id LIMIT 1"))
                    .hasValueSatisfying(book -> assertThat(book).contains("no word since " + NOW));
        }
        assertThat(sink.got()).hasSize(3);
    }

    @Test
    void eachWordKeepsItForAnotherWeek() {
        try (TestHub hub = files().start()) {
            hub.send("jobs", failed("Nightly import"));
            sink.await(1);
            hub.advance(clock, WEEK.minusHours(1));
            hub.send("jobs", failed("Nightly import"));
            assertThat(sink.await(2).get(1).body()).contains("\"updated\"");
            hub.advance(clock, Duration.ofMinutes(1));
            hub.send("jobs", failed("Nightly import")); // a repeat within the rule's dedup counts, too
            decided(hub, 3);

            hub.advance(clock, WEEK.minusSeconds(1));
            hub.send("other", failed("Something else"));
            sink.await(3);
            assertThat(hub.count(OPEN)).isEqualTo(2);

            hub.advance(clock, Duration.ofSeconds(1));
            await().atMost(Duration.ofSeconds(20)).until(() -> hub.count(OPEN) == 1);
        }
        assertThat(sink.got()).hasSize(3);
    }

    @Test
    void whoseSenderTellsStatesGoesOnUntilItSaysOtherwise() {
        try (TestHub hub = files().start()) {
            hub.send("jobs", "{\"title\": \"Disk of db1\", \"status\": \"firing\"}");
            sink.await(1);
            hub.advance(clock, Duration.ofDays(400));
            hub.send("jobs", "{\"title\": \"Disk of db1\", \"status\": \"ok\"}");

            assertThat(sink.await(2).get(1).body()).contains("\"resolved\"");
        }
    }

    @Test
    void anEndThatComesLaterThanAWeekIsNotANewTrouble() {
        try (TestHub hub = files().start()) {
            hub.send("jobs", failed("Monthly invoices"));
            sink.await(1);
            hub.advance(clock, WEEK);
            await().atMost(Duration.ofSeconds(20)).until(() -> hub.count(OPEN) == 0);
            hub.send("jobs", "{\"title\": \"Monthly invoices\", \"status\": \"ok\"}");
            decided(hub, 3);
        }
        assertThat(sink.got()).hasSize(1);
    }

    @Test
    void aMappingSaysOtherwiseWithItsOwnTimeAndThenTheEndIsToldAndSoDoesTheSetting() {
        HubFiles files = files().with(Setting.RESOLVE_AFTER, "0s")
                .write("sources/nightly/mappings.yaml", """
                        mappings:
                          - name: nightly
                            when: { tool: [ backup ] }
                            jq: nightly.jq
                            ends: false
                            resolveAfter: 14d
                        """)
                .write("sources/nightly/nightly.jq", "{ fingerprint: .job, title: .job }")
                .write("sources/nightly/samples/nightly/a.json", "{\"tool\": \"backup\", \"job\": \"a\"}")
                .write("sources/nightly/samples/nightly/a.expected.json", "[{\"fingerprint\": \"a\"}]");
        try (TestHub hub = files.start()) {
            hub.send("jobs", "{\"tool\": \"backup\", \"job\": \"orders\"}");
            hub.send("jobs", failed("Monthly invoices"));
            sink.await(2);
            hub.advance(clock, Duration.ofDays(14));

            assertThat(sink.await(3).get(2).body()).contains("\"resolved\"", "orders");
            assertThat(hub.count(OPEN)).isEqualTo(1);
        }
    }

    private static void decided(TestHub hub, long events) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == events);
    }

    private static String failed(String what) {
        return "{\"title\": \"" + what + "\", \"severity\": \"high\", \"job\": \"" + what + "\"}";
    }
}
