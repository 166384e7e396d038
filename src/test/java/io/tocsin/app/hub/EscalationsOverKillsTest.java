package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand pages of escalations of a real hub by real time, which gets {@code kill -9} twenty times meanwhile: none early, none lost,
 * none twice, none decided after somebody's acknowledgement was answered; and how late they were. One that still waited when the next
 * pass paged the same receiver is not sent any more, by what the store says of it. Fewer with
 * {@code -Descalations.count=500 -Descalations.kills=3}, others with {@code -Descalations.seed=...}.
 */
@Tag("long")
@Timeout(1_200)
class EscalationsOverKillsTest {

    /** How long each of the two steps waits, in seconds; they are taken twice, and then it has ended. */
    private static final Map<String, List<Integer>> POLICIES =
            Map.of("quick", List.of(4, 5), "middle", List.of(6, 7), "slow", List.of(11, 13));

    private static final List<String> LINES =
            List.of("step 1 pass 1", "step 2 pass 1", "step 1 pass 2", "step 2 pass 2", "unanswered");
    private static final int THREADS = 16;

    private final int count = Integer.getInteger("escalations.count", 10_000);
    private final int kills = Integer.getInteger("escalations.kills", 20);
    private final long seed = Long.getLong("escalations.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path work;

    private final Map<String, InterruptedHub.Posted> sent = new ConcurrentHashMap<>();

    /** Those that somebody acknowledges, with how many milliseconds after the first page they begin to. */
    private final Map<String, Long> toAcknowledge = new ConcurrentHashMap<>();

    /** When that was answered. */
    private final Map<String, Instant> acknowledged = new ConcurrentHashMap<>();

    /** Of those that were not sent since the receiver got something newer: by title and line, when they were made. */
    private static final String OVERTAKEN = """
            SELECT n.message FROM delivery d JOIN notice n ON n.id = d.notice_id
            WHERE d.state = 'superseded' AND EXISTS (SELECT 1 FROM delivery x WHERE x.incident_id = d.incident_id
              AND x.receiver = d.receiver AND x.version > d.version AND x.state = 'delivered')
            """;

    private final Map<String, Map<String, Instant>> overtaken = new HashMap<>();
    private final Queue<Page> pages = new ConcurrentLinkedQueue<>();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private InterruptedHub hub;

    /** A page as it came for the first time. */
    private record Page(String title, String line, Instant at, Instant made) {}

    @Test
    void tenThousandPagesOverTwentyKillsAreNeitherEarlyNorLostNorTwice() throws Exception {
        List<String> titles = titles();
        try (Sink sink = Sink.start().answer(this::answer)) {
            Path routes = files(sink.url());
            try (HubProcess process = new HubProcess(
                    work,
                    routes,
                    // ours first and final: a shipped rule would tell the log of everything
                    Map.of("HUB_ROUTES", routes + "," + Path.of("routes").toAbsolutePath()))) {
                process.start();
                hub = new InterruptedHub(process);
                Duration sending = Duration.ofMillis(10L * count);
                plan(titles, sending);
                Duration all = sending.plusSeconds(48);
                for (int i = 0; i < kills; i++) {
                    LockSupport.parkNanos((long) (random.nextDouble() * 2 * gap(all).toNanos()));
                    hub.again(true);
                }
                await("all pages come")
                        .atMost(sending.plusSeconds(300))
                        .pollInterval(Duration.ofMillis(500))
                        .untilAsserted(() -> {
                            overtaken.clear();
                            process.texts(OVERTAKEN).stream().map(TestHub::json).forEach(this::overtaken);
                            assertThat(missing(titles)).isEmpty();
                        });
                judge(titles);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Between kills, beside some three seconds that it is away at each. */
    private Duration gap(Duration all) {
        Duration rest = all.minusSeconds(3L * kills).dividedBy(Math.max(1, kills));
        return rest.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : rest;
    }

    /** So many that those that nobody acknowledges make the pages that were asked for, and a fourth more. */
    private List<String> titles() {
        List<String> policies = POLICIES.keySet().stream().sorted().toList();
        int unanswered = (count + LINES.size() - 1) / LINES.size();
        return IntStream.range(0, unanswered + unanswered / 4)
                .mapToObj(i -> {
                    String policy = policies.get(i % policies.size());
                    String title = policy + "-" + i;
                    if (i >= unanswered) {
                        long length = 2_000L
                                * POLICIES.get(policy).stream()
                                        .mapToInt(delay -> delay)
                                        .sum();
                        toAcknowledge.put(title, (long) (random.nextDouble() * length));
                    }
                    return title;
                })
                .toList();
    }

    private Path files(String sink) throws IOException {
        Path routes = work.resolve("routes").toAbsolutePath();
        Files.createDirectories(routes.resolve("rules"));
        Files.createDirectories(routes.resolve("receivers"));
        for (String name : List.of("first", "second", "boss")) {
            Files.writeString(routes.resolve("receivers/" + name + ".camel.yaml"), """
                    - templatedRoute:
                        routeTemplateRef: webhook
                        routeId: %1$s
                        prefixId: %1$s-
                        parameters:
                          - { name: receiver, value: %1$s }
                          - { name: url, value: "%2$s/%1$s" }
                          - { name: retrySchedule, value: 1s }
                          - { name: openFor, value: 1s }
                    """.formatted(name, sink));
        }
        StringBuilder rules = new StringBuilder("rules:\n");
        StringBuilder escalations = new StringBuilder("escalations:\n");
        POLICIES.forEach((name, delays) -> {
            rules.append(
                    "  - { name: %1$s, when: { labels: { policy: [ %1$s ] } }, notify: [], escalate: %1$s, final: true }\n"
                            .formatted(name));
            escalations.append("""
                      - name: %s
                        steps: [ { notify: [ first ], delay: %ds }, { notify: [ second ], delay: %ds } ]
                        repeat: 1
                        unanswered: [ boss ]
                    """.formatted(name, delays.get(0), delays.get(1)).indent(2));
        });
        Files.writeString(routes.resolve("rules/escalated.yaml"), rules.append(escalations));
        return routes;
    }

    private void plan(List<String> titles, Duration sending) {
        for (int i = 0; i < titles.size(); i++) {
            String title = titles.get(i);
            threads.schedule(() -> fire(title), sending.toMillis() * i / titles.size(), TimeUnit.MILLISECONDS);
        }
    }

    private void fire(String title) {
        InterruptedHub.Posted posted = hub.post("/v1/events/escalated", """
                {"fingerprint": "%1$s", "title": "%1$s", "severity": "high", "status": "firing", "labels": {"policy": "%2$s"}}""".formatted(title, policy(title)), 202);
        sent.put(title, posted);
    }

    private static String policy(String title) {
        return title.substring(0, title.indexOf('-'));
    }

    private void acknowledge(String title, String incident) {
        hub.post("/v1/incidents/" + incident + "/acknowledge", "{\"as\": \"mia\"}", 200);
        acknowledged.put(title, Instant.now());
    }

    private void overtaken(JsonNode message) {
        overtaken
                .computeIfAbsent(message.at("/incident/title").asText(), title -> new HashMap<>())
                .put(line("", message), made(message));
    }

    private static Instant made(JsonNode message) {
        return Instant.parse(message.at("/notice/createdAt").asText()).truncatedTo(ChronoUnit.MILLIS);
    }

    private Sink.Reply answer(Sink.Got got) {
        Instant now = Instant.now();
        JsonNode message = TestHub.json(got.body());
        String title = message.at("/incident/title").asText();
        if (ids.add(message.at("/delivery/id").asText())) {
            pages.add(new Page(title, line(got.path(), message), now, made(message)));
        }
        if (toAcknowledge.containsKey(title) && begun.add(title)) {
            String incident = message.at("/incident/id").asText();
            threads.schedule(() -> acknowledge(title, incident), toAcknowledge.get(title), TimeUnit.MILLISECONDS);
        }
        return new Sink.Reply(200, "ok");
    }

    /** What everybody hears who was paged is a line of each. */
    private static String line(String receiver, JsonNode message) {
        String kind = message.at("/notice/kind").asText();
        JsonNode escalation = message.at("/incident/escalations/0");
        if (!Set.of("opened", "escalated").contains(kind)) {
            return kind + " to " + receiver;
        }
        return escalation.path("state").asText().equals("unanswered")
                ? "unanswered"
                : "step " + escalation.path("step").asInt() + " pass "
                        + escalation.path("pass").asInt();
    }

    private List<String> missing(List<String> titles) {
        Map<String, Map<String, List<Page>>> came = came();
        List<String> missing = new ArrayList<>();
        for (String title : titles) {
            if (toAcknowledge.containsKey(title)) {
                if (!acknowledged.containsKey(title)) {
                    missing.add("the acknowledgement of " + title);
                }
                continue;
            }
            LINES.stream()
                    .filter(line -> !came.getOrDefault(title, Map.of()).containsKey(line))
                    .filter(line -> !overtaken.getOrDefault(title, Map.of()).containsKey(line))
                    .map(line -> line + " of " + title)
                    .forEach(missing::add);
        }
        return missing;
    }

    private Map<String, Map<String, List<Page>>> came() {
        Map<String, Map<String, List<Page>>> came = new HashMap<>();
        pages.forEach(page -> came.computeIfAbsent(page.title, title -> new HashMap<>())
                .computeIfAbsent(page.line, line -> new ArrayList<>())
                .add(page));
        return came;
    }

    private void judge(List<String> titles) {
        List<String> faults = new ArrayList<>();
        Lateness late = new Lateness(hub);
        int inFlight = 0;
        Map<String, Map<String, List<Page>>> came = came();
        for (String title : titles) {
            Map<String, List<Page>> its = came.getOrDefault(title, Map.of());
            its.forEach((line, all) -> {
                if (all.size() > 1) {
                    faults.add("twice: " + all);
                }
                if (!LINES.contains(line) && !line.startsWith("acknowledged to ")) {
                    faults.add("not due: " + all);
                }
            });
            Instant due = sent.get(title).first();
            List<Integer> delays = POLICIES.get(policy(title));
            Map<String, Instant> unsent = overtaken.getOrDefault(title, Map.of());
            for (int i = 0; i < LINES.size(); i++) {
                String line = LINES.get(i);
                if (!its.containsKey(line) && !unsent.containsKey(line)) {
                    break;
                }
                Optional<Page> page = Optional.ofNullable(its.get(line)).map(all -> all.get(0));
                Instant made = page.map(Page::made).orElseGet(() -> unsent.get(line));
                Instant from = due;
                if (made.isBefore(due)
                        || page.filter(one -> one.at.isBefore(from)).isPresent()) {
                    faults.add("early: " + line + " of " + title + " made at " + made + ", due " + due + ", " + page);
                }
                Instant lateFrom = i == 0 ? sent.get(title).answered() : due;
                page.ifPresent(one -> late.add(lateFrom, one.at));
                due = made.plusSeconds(delays.get(i % delays.size()));
            }
            Instant answered = acknowledged.get(title);
            if (answered != null) {
                List<Page> after = its.entrySet().stream()
                        .filter(each -> LINES.contains(each.getKey()))
                        .flatMap(each -> each.getValue().stream())
                        .filter(page -> page.at.isAfter(answered))
                        .toList();
                inFlight += after.size();
                after.stream()
                        .filter(page -> page.made.isAfter(answered))
                        .forEach(page -> faults.add("paged though acknowledged at " + answered + ": " + page));
            }
        }
        System.out.printf(
                "%d pages of %d incidents over %d kills, %d more overtaken, %d acknowledged (%d pages were in flight then), seed %d: %s%n",
                pages.size(),
                titles.size(),
                hub.times(),
                overtaken.values().stream().mapToInt(Map::size).sum(),
                acknowledged.size(),
                inFlight,
                seed,
                late);
        assertThat(faults).isEmpty();
        assertThat(pages.size()
                        + overtaken.values().stream().mapToInt(Map::size).sum())
                .isGreaterThanOrEqualTo(count);
    }
}
