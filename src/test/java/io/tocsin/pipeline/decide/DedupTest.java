package io.tocsin.pipeline.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.corridor.SettableClock;
import io.tocsin.store.sql.FaultyDialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dedup cache spares work and decides nothing. */
@Tag("store")
@Timeout(90)
class DedupTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final String DISK = "{\"title\": \"disk full\", \"fingerprint\": \"disk\", \"severity\": \"high\"}";

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(NOW);
    private final Sink sink = Sink.start();
    private int sent;

    @AfterEach
    void stop() {
        sink.close();
    }

    private HubFiles files() {
        return HubFiles.in(folder).clock(clock).rules(rules("dedup: 5m")).webhook("hook", sink.url(), Map.of());
    }

    private static String rules(String more) {
        return "rules: [ { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ], %s } ]".formatted(more);
    }

    /** The window began again with a repeat that the store dropped, and people heard after ten minutes. */
    @Test
    void anAlertThatComesEachMinuteIsToldAgainAtTheEndOfItsWindow() {
        try (TestHub hub = files().start()) {
            for (int minute = 0; minute <= 10; minute++) {
                send(hub, DISK);
                clock.advance(Duration.ofMinutes(1));
            }

            assertThat(toldAtMinutes(hub)).containsExactly(0L, 5L, 10L);
            assertThat(hub.count("SELECT fire_count FROM alert")).isEqualTo(11);
        }
    }

    @Test
    void anEditOfTheWindowCountsForTheNextRepeat() {
        try (TestHub hub = files().start()) {
            send(hub, DISK);
            clock.advance(Duration.ofMinutes(1));
            send(hub, DISK);
            edit(hub, rules("dedup: 1m"));
            send(hub, DISK);

            assertThat(toldAtMinutes(hub)).containsExactly(0L, 1L);
        }
    }

    @Test
    void anEditOfTheSeverityCountsForTheNextRepeat() {
        try (TestHub hub = files().start()) {
            send(hub, DISK);
            clock.advance(Duration.ofMinutes(1));
            send(hub, DISK);
            edit(hub, rules("severity: critical"));
            send(hub, DISK);

            assertThat(toldAtMinutes(hub)).containsExactly(0L, 1L);
            assertThat(hub.text("SELECT severity FROM incident")).hasValue("critical");
        }
    }

    @Test
    void aRuleThatIsAddedTakesTheAlertWithItsNextRepeat() {
        try (TestHub hub = files().start()) {
            send(hub, DISK);
            send(hub, DISK);
            edit(hub, """
                    rules:
                      - { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ] }
                      - { name: other, when: { severity: [ high ] }, notify: [ hook ] }
                    """);
            send(hub, DISK);

            assertThat(hub.text("SELECT rules FROM incident")).hasValue("[\"all\",\"other\"]");
            assertThat(hub.count("SELECT count(*) FROM notice"))
                    .as("both name one receiver, which knows it already")
                    .isOne();
        }
    }

    /** What is written for it: its event, which it was accepted with, and now and then a count. */
    @Test
    void aStormOfOneAlertCostsNoRowEach() {
        AtomicInteger alertRows = new AtomicInteger();
        AtomicInteger otherRows = new AtomicInteger();
        FaultyDialect.Watch counting = new FaultyDialect.Watch() {
            @Override
            public void before(String sql, int rows) {
                if (sql.contains("INSERT INTO alert")) {
                    alertRows.addAndGet(rows);
                } else if (sql.contains("INSERT INTO incident")
                        || sql.contains("INSERT INTO notice")
                        || sql.contains("FROM incident")) {
                    otherRows.addAndGet(rows);
                }
            }
        };
        try (TestHub hub =
                files().store(file -> new FaultyDialect(file, counting)).start()) {
            send(hub, DISK);
            alertRows.set(0);
            otherRows.set(0);
            for (int request = 0; request < 20; request++) {
                sent += 50;
                assertThat(hub.post(
                                        "/v1/events/ci",
                                        IntStream.range(0, 50)
                                                .mapToObj(i -> DISK)
                                                .collect(Collectors.joining(",", "[", "]")))
                                .statusCode())
                        .isEqualTo(202);
            }
            decided(hub);

            assertThat(hub.count("SELECT fire_count FROM alert")).isEqualTo(1_001);
            assertThat(otherRows).as("nothing of incidents is read or written").hasValue(0);
            assertThat(alertRows.get())
                    .as("rows of the alert for 1,000 repeats")
                    .isLessThan(200);
            assertThat(hub.count("SELECT count(*) FROM notice")).isOne();
            assertThat(hub.text("SELECT decision FROM event ORDER BY id DESC LIMIT 1"))
                    .hasValueSatisfying(
                            decision -> assertThat(decision).contains("\"duplicate\"", "\"incident\":\"inc_"));
        }
    }

    private void send(TestHub hub, String event) {
        hub.send("ci", event);
        sent++;
        decided(hub);
    }

    private void decided(TestHub hub) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> hub.count("SELECT count(*) FROM event WHERE state = 'decided'") == sent);
    }

    private static void edit(TestHub hub, String rules) {
        String before = hub.hub().rules().current().version();
        hub.files().rules(rules);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !hub.hub().rules().current().version().equals(before));
    }

    private static List<Long> toldAtMinutes(TestHub hub) {
        return hub.hub().store().read(tx -> tx.createQuery("SELECT (created_at - :now) / 60000 FROM notice ORDER BY id")
                .bind("now", NOW.toEpochMilli())
                .mapTo(Long.class)
                .list());
    }
}
