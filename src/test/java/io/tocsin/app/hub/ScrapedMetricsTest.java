package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.hub.MetricsPage.Metric;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub that has something to do of each kind shows at {@code /metrics} is what docs/operations.md says: names and labels. */
@Tag("slow")
class ScrapedMetricsTest {

    /** What this hub has no part for, each with the test that sees it. */
    private static final Set<String> ELSEWHERE = Set.of(
            "tocsin_store_oldest_transaction_seconds", // of PostgreSQL alone: PostgresStoreTest
            "tocsin_store_oldest_snapshot_transactions",
            "tocsin_store_dead_rows",
            "tocsin_source_connected"); // SlackSocketTest

    private static final String RULES = """
            rules:
              - { name: all, when: { status: [ firing, resolved ] }, notify: [ hook ], escalate: nobody }
              - { name: dead, when: { title: [ dead ] }, notify: [ broken ] }
            incidents:
              - { name: jumpy, when: { title: [ jumps ] }, by: [ title ], flapping: { changes: 1, within: 10m } }
            """;

    private static final String ESCALATIONS = """
            escalations:
              - { name: nobody, steps: [ { notify: [ hook ], delay: 50ms } ] }
            """;

    private static final String CHECK_INS = "check-ins: [ { name: backup, every: 1h } ]\n";

    private static final String SCHEDULES = """
            schedules:
              - name: platform
                zone: UTC
                calendar: { url: "%s/calendar" }
                layers: [ { name: rest, starts: 2026-01-05T09:00, rotation: [ ann ] } ]
            """;

    private static final String CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\nEND:VCALENDAR\r\n";

    private static final Pattern SERIES = Pattern.compile("([a-z0-9_]+?)(?:\\{(.*)\\})? [^ ]+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    @TempDir
    Path folder;

    @Test
    void namesAndLabelsAreThoseOfThePage() {
        Map<String, Metric> page = new MetricsPage().metrics();
        try (Sink sink = Sink.start();
                Sink broken = Sink.start().answer(400, "no");
                Sink calendar = Sink.start().answer(200, CALENDAR);
                TestHub hub = HubFiles.in(folder)
                        .rules(RULES)
                        .write("rules/escalations.yaml", ESCALATIONS)
                        .write("rules/check-ins.yaml", CHECK_INS)
                        .write(
                                "rules/recipients.yaml",
                                "people: [ { name: ann, addresses: { email: ann@example.com } } ]\n")
                        .write("rules/schedules.yaml", SCHEDULES.formatted(calendar.url()))
                        .webhook("hook", sink.url(), Map.of("rate", "100", "burst", "100"))
                        .webhook("broken", broken.url(), Map.of())
                        .with(Setting.HEARTBEAT_URL, sink.url() + "/ping")
                        .start()) {
            busy(hub);
            System.gc(); // pauses are counted from the first on
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                Map<String, Set<String>> scraped = scrape(hub);
                Set<String> missing = new TreeSet<>(page.keySet());
                missing.removeAll(scraped.keySet());
                assertThat(missing).as("on the page, and not at /metrics").isEqualTo(new TreeSet<>(ELSEWHERE));
            });
            Map<String, Set<String>> scraped = scrape(hub);
            scraped.remove("jvm_gc_concurrent_phase_time_seconds"); // of collectors that the launcher does not choose
            assertThat(scraped).allSatisfy((name, labels) -> {
                assertThat(page).as("at /metrics, and not on the page").containsKey(name);
                assertThat(labels).as(name).isEqualTo(page.get(name).labels());
            });
        }
    }

    private static void busy(TestHub hub) {
        hub.send("ci", "{\"title\": \"a\", \"severity\": \"high\"}");
        hub.send("ci", "{\"title\": \"dead\", \"severity\": \"low\"}");
        hub.send("ci", "{\"nothing\": \"that a mapping takes\"}");
        for (int i = 0; i < 8; i++) {
            String status = i % 2 == 0 ? "firing" : "resolved";
            hub.send("ci", "{\"title\": \"jumps\", \"fingerprint\": \"jumps\", \"status\": \"" + status + "\"}");
        }
        hub.send(
                "am",
                "{\"version\": \"4\", \"groupKey\": \"g\", \"receiver\": \"hub\", \"status\": \"firing\", \"truncatedAlerts\": 3,"
                        + " \"alerts\": [{\"status\": \"firing\", \"labels\": {\"alertname\": \"A\"}}]}");
        hub.post(
                "/v1/silences",
                "{\"matchers\": [\"alertname=quiet\"], \"duration\": \"1h\", \"author\": \"ann\", \"comment\": \"c\"}");
        hub.send(
                "am",
                "{\"version\": \"4\", \"groupKey\": \"q\", \"receiver\": \"hub\", \"status\": \"firing\", \"alerts\":"
                        + " [{\"status\": \"firing\", \"labels\": {\"alertname\": \"quiet\"}}]}");
        assertThat(hub.exchange(hub.request("/v1/events/ci").POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .as("refused without a token")
                .isEqualTo(401);
    }

    /** The labels of each metric; parts of histograms, and the slowest beside them, are of the histogram. */
    private static Map<String, Set<String>> scrape(TestHub hub) {
        String text = hub.exchange(hub.request("/metrics")).body();
        Set<String> parted = text.lines()
                .filter(line -> line.startsWith("# TYPE ") && line.matches(".* (histogram|summary)"))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toSet());
        Map<String, Set<String>> labels = new TreeMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher series = SERIES.matcher(line);
            assertThat(series.matches()).as(line).isTrue();
            String name = series.group(1);
            String whole = Arrays.stream(new String[] {"_bucket", "_count", "_sum", "_max"})
                    .filter(name::endsWith)
                    .map(end -> name.substring(0, name.length() - end.length()))
                    .filter(parted::contains)
                    .findFirst()
                    .orElse(name);
            Set<String> own = labels.computeIfAbsent(whole, any -> new TreeSet<>());
            LABEL.matcher(series.group(2) == null ? "" : series.group(2))
                    .results()
                    .map(label -> label.group(1))
                    .filter(label -> !label.equals("le"))
                    .forEach(own::add);
        });
        return labels;
    }
}
