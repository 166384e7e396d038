package io.tocsin.pipeline.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.hub.HubFiles;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.Sink;
import io.tocsin.app.hub.TestHub;
import io.tocsin.store.corridor.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With the dedup cache and without it the same people hear the same at the same times, whatever comes: alerts that fire, repeat, get
 * worse and end, edits of what dedup rests on, restarts, time that passes, a clock that is set back. More with {@code -Ddedup.runs=20
 * -Ddedup.steps=300}; another order with {@code -Ddedup.seed}.
 */
@Timeout(600)
@Tag("slow")
class CacheDecidesNothingTest {
    private static final int STEPS = Integer.getInteger("dedup.steps", 40);
    private static final List<String> RULES = Stream.of(
                    "dedup: 5m",
                    "dedup: 1m",
                    "dedup: 0s",
                    "severity: critical",
                    "dedup: 2m, severity: low",
                    "resolved: false")
            .map(more -> """
                    rules:
                      - { name: all, when: { status: [ firing, resolved ] }, notify: [ first ], %s }
                      - { name: worse, when: { severity: [ high, critical ], status: [ firing, resolved ] }, notify: [ second ], dedup: 3m }
                    """.formatted(more))
            .toList();

    @TempDir
    Path folder;

    static Stream<Long> seeds() {
        long first = Long.getLong("dedup.seed", System.nanoTime());
        return Stream.iterate(first, seed -> seed + 1).limit(Integer.getInteger("dedup.runs", 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSamePeopleHearTheSameAtTheSameTimes(long seed) {
        List<String> without = run(seed, "0");
        assertThat(run(seed, "100000")).as("seed " + seed).isEqualTo(without);
        assertThat(without).as("somebody heard something").isNotEmpty();
    }

    private List<String> run(long seed, String cache) {
        Random random = new Random(seed);
        SettableClock clock = new SettableClock(Instant.parse("2026-08-20T10:00:00Z"));
        try (Sink sink = Sink.start()) {
            HubFiles files = HubFiles.in(folder.resolve(seed + "-" + cache))
                    .clock(clock)
                    .rules(RULES.get(0))
                    .with(Setting.DEDUP_SIZE, cache)
                    .webhook("first", sink.url() + "/first", Map.of())
                    .webhook("second", sink.url() + "/second", Map.of());
            TestHub hub = files.start();
            try {
                for (int step = 0; step < STEPS; step++) {
                    int what = random.nextInt(20);
                    if (what == 0) {
                        hub.close();
                        hub = files.start();
                    } else if (what <= 2) {
                        edit(hub, RULES.get(random.nextInt(RULES.size())));
                    } else if (what == 3) {
                        clock.advance(Duration.ofSeconds(-random.nextInt(200)));
                    } else if (what <= 7) {
                        clock.advance(Duration.ofSeconds(random.nextInt(150)));
                    } else {
                        // One by one: whether a message was sent before the next decision is a matter of moments
                        // otherwise.
                        for (String event : events(random)) {
                            assertThat(hub.post("/v1/events/ci", event).statusCode())
                                    .isEqualTo(202);
                            settled(hub);
                        }
                    }
                }
                return told(hub);
            } finally {
                hub.close();
            }
        }
    }

    /** A few, one after the other: repeats stand beside what is news. */
    private static List<String> events(Random random) {
        return Stream.generate(() -> """
                        {"title": "t", "fingerprint": "f%d", "severity": "%s", "status": "%s", "labels": {"n": "%d"}}""".formatted(
                                random.nextInt(3),
                                random.nextInt(4) == 0 ? "low" : "high",
                                random.nextInt(5) == 0 ? "resolved" : "firing",
                                random.nextInt(2)))
                .limit(1 + random.nextInt(4))
                .toList();
    }

    /** The same rules again are no edit. */
    private static void edit(TestHub hub, String rules) {
        String before = hub.hub().rules().current().version();
        if (text(hub.files().routes().resolve("rules/default.yaml")).equals(rules)) {
            return;
        }
        hub.files().rules(rules);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !hub.hub().rules().current().version().equals(before));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void settled(TestHub hub) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> hub.count("SELECT (SELECT count(*) FROM event WHERE state = 'pending')"
                                + " + (SELECT count(*) FROM notice WHERE state = 'pending')"
                                + " + (SELECT count(*) FROM delivery WHERE state = 'pending')")
                        == 0);
    }

    /** Whether a message is still sent that another overtakes is a matter of moments: what is compared is what is to be told. */
    private static List<String> told(TestHub hub) {
        return hub.hub().store().read(tx -> tx
                .createQuery("SELECT created_at, rules, kind, version, message FROM notice")
                .map((row, context) -> {
                    JsonNode message = TestHub.json(row.getString("message"));
                    return String.join(
                            " ",
                            row.getString("created_at"),
                            row.getString("rules"),
                            row.getString("kind"),
                            row.getString("version"),
                            message.at("/incident/severity").asText(),
                            message.at("/alerts/0/fingerprint").asText(),
                            message.at("/alerts/0/labels/n").asText());
                })
                .stream()
                .sorted()
                .toList());
    }
}
