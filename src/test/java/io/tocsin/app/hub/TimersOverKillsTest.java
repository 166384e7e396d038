package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand timers of a real hub by real time, which is stopped ten times and killed ten times meanwhile: none early, none lost, none
 * twice, and how late they were. Run others with {@code -Dtimers.seed=...}.
 */
@Tag("long")
@Timeout(900)
class TimersOverKillsTest {

    private static final Duration REOPEN = Duration.ofSeconds(25);
    private static final int RESTARTS = 20;
    private static final Map<String, Integer> WAITS = new TreeMap<>(Map.of("wait3", 3, "wait9", 9, "wait27", 27));

    /** The first begins anew with each start; of the second a try that was answered just before a kill is none. */
    private static final Set<String> UNTIMED = Set.of("resolved ends", "opened flaky");

    private final long seed = Long.getLong("timers.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path work;

    /**
     * From when it may be told and from when on it is late: a request that waits for a hub that is away, or is answered slowly, was taken
     * at some moment between, and a timer runs from that one on.
     */
    private record Due(Instant earliest, Instant latest) {

        static Due at(Instant moment) {
            return new Due(moment, moment);
        }

        Due plusSeconds(long seconds) {
            return new Due(earliest.plusSeconds(seconds), latest.plusSeconds(seconds));
        }

        /** Not before then, what hides it. */
        Due notBefore(Instant moment) {
            return new Due(max(earliest, moment), max(latest, moment));
        }

        private static Instant max(Instant one, Instant other) {
            return one.isBefore(other) ? other : one;
        }
    }

    /** What is due: {@code opened wait3-17}. */
    private final Map<String, Due> due = new ConcurrentHashMap<>();

    /** @param made to the millisecond, which is as exact as the store keeps when something was sent */
    private record Arrival(String line, Instant at, Instant made) {}

    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Map<String, String> incidents = new ConcurrentHashMap<>();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final Set<String> tried = ConcurrentHashMap.newKeySet();

    /** News that was there before its beginning was sent, over a restart say, and was told with that. */
    private final Set<String> toldAtOnce = ConcurrentHashMap.newKeySet();

    private InterruptedHub hub;

    @Test
    void tenThousandTimersOverTwentyRestartsAreNeitherEarlyNorLostNorTwice() throws Exception {
        try (Sink sink = Sink.start().answer(this::answer)) {
            Instant windowEnds = Instant.now().plusSeconds(150).truncatedTo(ChronoUnit.MINUTES);
            HubProcess process = new HubProcess(
                    work,
                    files(sink.url(), windowEnds),
                    Map.of(
                            "HUB_REOPEN_AFTER",
                            REOPEN.toSeconds() + "s",
                            "HUB_ROUTES", // ours first and final: a shipped rule would tell the log of everything
                            work.resolve("routes") + "," + Path.of("routes").toAbsolutePath()));
            hub = new InterruptedHub(process);
            try (process) {
                process.start();
                ExecutorService senders = Executors.newFixedThreadPool(8);
                List<Future<?>> sending = plan(senders, windowEnds);
                for (int i = 0; i < RESTARTS; i++) {
                    LockSupport.parkNanos((1_000L + random.nextInt(5_000)) * 1_000_000);
                    hub.again(i % 2 == 0);
                }
                senders.shutdown();
                for (Future<?> one : sending) {
                    one.get();
                }
                Instant last = due.values().stream()
                        .map(Due::latest)
                        .max(Instant::compareTo)
                        .orElseThrow();
                await("all timers tell")
                        .atMost(Duration.between(Instant.now(), last).plusSeconds(120))
                        .pollInterval(Duration.ofMillis(200))
                        .untilAsserted(() -> assertThat(missing()).isEmpty());
                judge();
            }
        }
    }

    private Path files(String sink, Instant windowEnds) throws IOException {
        Path routes = work.resolve("routes");
        Files.createDirectories(routes.resolve("rules"));
        Files.createDirectories(routes.resolve("receivers"));
        for (String name : List.of("steady", "flaky")) {
            Files.writeString(routes.resolve("receivers/" + name + ".camel.yaml"), """
                    - templatedRoute:
                        routeTemplateRef: webhook
                        routeId: %1$s
                        prefixId: %1$s-
                        parameters:
                          - { name: receiver, value: %1$s }
                          - { name: url, value: "%2$s/%1$s" }
                          - { name: retrySchedule, value: 3s }
                          - { name: openFor, value: 1s }
                    """.formatted(name, sink));
        }
        StringBuilder rules = new StringBuilder("rules:\n");
        WAITS.forEach((kind, seconds) -> rule(rules, kind, "wait: " + seconds + "s"));
        rule(rules, "grid", "interval: 7s");
        rule(rules, "again", "repeat: 10s");
        for (String kind : List.of("silenced", "window", "ends", "reopens")) {
            rule(rules, kind, "interval: 0s");
        }
        rules.append("  - { name: flaky, when: { labels: { timer: [ flaky ] } }, notify: [ flaky ], final: true }\n");
        LocalDateTime ends = LocalDateTime.ofInstant(windowEnds, ZoneOffset.UTC);
        rules.append(
                "windows:\n  - { name: window, when: { labels: { timer: [ window ] } }, start: \"%s\", for: 10m, zone: UTC }\n"
                        .formatted(ends.minusMinutes(10)));
        Files.writeString(routes.resolve("rules/timers.yaml"), rules);
        return routes;
    }

    private static void rule(StringBuilder rules, String kind, String timing) {
        rules.append(
                "  - { name: %1$s, when: { labels: { timer: [ %1$s ] } }, notify: [ steady ], %2$s, final: true }\n"
                        .formatted(kind, timing));
    }

    /** All that is sent, within a hundred seconds. */
    private List<Future<?>> plan(ExecutorService senders, Instant windowEnds) {
        List<Future<?>> sending = new ArrayList<>();
        Instant begin = Instant.now();
        for (int sender = 0; sender < 8; sender++) {
            int mine = sender;
            sending.add(senders.submit(() -> send(mine, begin, windowEnds)));
        }
        return sending;
    }

    private void send(int sender, Instant begin, Instant windowEnds) {
        List<Runnable> work = new ArrayList<>();
        for (int i = sender; i < 2_300; i += 8) {
            int number = i;
            WAITS.forEach((kind, seconds) -> work.add(() -> {
                due.put(
                        "opened " + kind + "-" + number,
                        fire(kind, number, "high").plusSeconds(seconds));
            }));
            if (i < 500) {
                work.add(() -> grid(number));
                work.add(() -> due.put("opened flaky-" + number, fire("flaky", number, "high")));
                work.add(() -> due.put("opened window-" + number, fireBefore("window", number, windowEnds)));
                work.add(() -> ends(number));
            }
            if (i < 200) {
                work.add(() -> due.put("opened again-" + number, fire("again", number, "high")));
                work.add(() -> reopens(number));
            }
            if (i < 100) {
                work.add(() -> silenced(number));
            }
        }
        Collections.shuffle(work, new Random(seed + sender));
        for (int i = 0; i < work.size(); i++) {
            Instant at = begin.plusMillis(i * 100_000L / work.size());
            for (long rest = Duration.between(Instant.now(), at).toNanos(); rest > 0; ) {
                LockSupport.parkNanos(rest);
                rest = Duration.between(Instant.now(), at).toNanos();
            }
            work.get(i).run();
        }
    }

    /** From when it was sent until when it was taken. */
    private Due fire(String kind, int number, String severity) {
        return post("/v1/events/timers", """
                {"fingerprint": "%1$s-%2$d", "title": "%1$s-%2$d", "severity": "%3$s", "status": "firing",
                 "labels": {"timer": "%1$s"}}""".formatted(kind, number, severity), 202);
    }

    /** Told at once where what hides it is over by then. */
    private Due fireBefore(String kind, int number, Instant ends) {
        return fire(kind, number, "high").notBefore(ends);
    }

    private void grid(int number) {
        Due first = fire("grid", number, "high");
        due.put("opened grid-" + number, first);
        Due news = fire("grid", number, "critical");
        long looks = Duration.between(first.latest, news.earliest).toSeconds() / 7;
        long atLatest = Duration.between(first.earliest, news.latest).toSeconds() / 7 + 1;
        due.put(
                "updated grid-" + number,
                new Due(first.earliest.plusSeconds(7 * Math.max(1, looks)), first.latest.plusSeconds(7 * atLatest)));
    }

    private void silenced(int number) {
        Instant ends = Instant.now().plusSeconds(5 + number % 40);
        int first = 5 * number;
        String five = IntStream.range(first, first + 5)
                .mapToObj(alert -> "\"silenced-" + alert + "\"")
                .collect(Collectors.joining(", "));
        post("/v1/silences", """
                {"pattern": {"fingerprint": [ %s ]}, "endsAt": "%s", "comment": "%d"}""".formatted(five, ends, number), 201);
        for (int alert = first; alert < first + 5; alert++) {
            due.put("opened silenced-" + alert, fireBefore("silenced", alert, ends));
        }
    }

    private void ends(int number) {
        Instant ends = Instant.now().plusSeconds(12);
        due.put("opened ends-" + number, post("/api/v2/alerts", """
                [{"labels": {"alertname": "ends-%1$d", "timer": "ends"}, "endsAt": "%2$s"}]""".formatted(number, ends), 200));
        due.put("resolved ends-" + number, Due.at(ends));
    }

    private void reopens(int number) {
        due.put("opened reopens-" + number, fire("reopens", number, "high"));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> arrivals.stream().anyMatch(one -> one.line.equals("opened reopens-" + number)));
        String incident = incidents.get("reopens-" + number);
        Due resolved = post("/v1/incidents/" + incident + "/resolve", "{\"as\": \"mia\"}", 200);
        due.put("resolved reopens-" + number, resolved);
        due.put("opened again reopens-" + number, resolved.plusSeconds(REOPEN.toSeconds()));
    }

    private Due post(String path, String json, int expected) {
        InterruptedHub.Posted posted = hub.post(path, json, expected);
        return new Due(posted.first(), posted.answered());
    }

    private Sink.Reply answer(Sink.Got got) {
        JsonNode message = TestHub.json(got.body());
        String id = message.at("/delivery/id").asText();
        if (got.path().endsWith("/flaky") && id.hashCode() % 3 == 0 && tried.add(id)) {
            return new Sink.Reply(503, "later"); // a third of them: five in a row would open its breaker
        }
        String title = message.at("/incident/title").asText();
        boolean earlier = message.at("/incident").has("earlier");
        incidents.put(title, message.at("/incident/id").asText());
        if (message.at("/incident/severity").asText().equals("critical")
                && message.at("/notice/kind").asText().equals("opened")) {
            toldAtOnce.add("updated " + title);
        }
        if (ids.add(id)) {
            arrivals.add(new Arrival(
                    message.at("/notice/kind").asText() + (earlier ? " again " : " ") + title,
                    Instant.now(),
                    Instant.parse(message.at("/notice/createdAt").asText()).truncatedTo(ChronoUnit.MILLIS)));
        }
        return new Sink.Reply(200, "ok");
    }

    private Set<String> missing() {
        Set<String> missing = new HashSet<>(due.keySet());
        arrivals.forEach(one -> missing.remove(one.line));
        missing.removeAll(toldAtOnce);
        return missing;
    }

    private void judge() {
        List<String> faults = new ArrayList<>();
        Map<String, List<Arrival>> byLine = new HashMap<>();
        arrivals.forEach(one ->
                byLine.computeIfAbsent(one.line, line -> new ArrayList<>()).add(one));
        Lateness late = new Lateness(hub);
        int reminders = 0;
        for (Map.Entry<String, List<Arrival>> each : byLine.entrySet()) {
            List<Arrival> came = each.getValue();
            if (each.getKey().startsWith("reminder ")) {
                reminders += came.size();
                for (int i = 1; i < came.size(); i++) {
                    if (came.get(i).made.isBefore(came.get(i - 1).made.plusSeconds(10))) {
                        faults.add("early: " + came);
                    }
                }
                continue;
            }
            Due at = due.get(each.getKey());
            if (at == null || came.size() > 1) {
                faults.add((at == null ? "not due: " : "twice: ") + came);
            } else if (came.get(0).at.isBefore(at.earliest)) {
                faults.add("early: " + came + ", due " + at);
            } else if (!UNTIMED.contains(each.getKey().split("-")[0])) {
                late.add(at.latest, came.get(0).at);
            }
        }
        System.out.printf(
                "%d timers and %d reminders over %d restarts, seed %d: %s%n",
                due.size(), reminders, hub.times(), seed, late);
        assertThat(faults).isEmpty();
        assertThat(due.size() + reminders).isGreaterThan(10_000);
    }
}
