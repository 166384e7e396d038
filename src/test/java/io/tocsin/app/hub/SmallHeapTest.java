package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub with 256 MB of heap sends away what it has no room for, and takes and decides the rest; it never ends. */
@Tag("slow")
@Timeout(300)
class SmallHeapTest {
    private static final int LARGE = 4 * 1024 * 1024 - 1024;

    @TempDir
    Path work;

    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
    private HubProcess hub;

    @BeforeEach
    void rules() throws IOException {
        Path rules = work.resolve("own/rules/own.yaml");
        Files.createDirectories(rules.getParent());
        Files.writeString(rules, "rules: [ { name: none, when: { labels: { no: [ one ] } }, notify: [ log ] } ]\n");
    }

    @Test
    void twoHundredSendersOfFourMebibytes() throws Exception {
        byte[] text = ("{\"title\":\"" + "x".repeat(LARGE) + "\"}").getBytes(StandardCharsets.US_ASCII);
        flood(200, "/v1/events/big", text);
    }

    @Test
    void fourHundredSendersOfJustAboveAQuarterMebibyte() throws Exception {
        byte[] text = ("{\"title\":\"" + "x".repeat(258 * 1024) + "\"}").getBytes(StandardCharsets.US_ASCII);
        flood(400, "/v1/events/many", text);
    }

    @Test
    void treesThatAreManyTimesTheirBytes() throws Exception {
        String values = "[],".repeat(290_000);
        flood(
                60,
                "/v1/events/trees",
                ("{\"title\":\"a\",\"x\":[" + values + "0]}").getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void batchesOfThousandsOfAlerts() throws Exception {
        StringBuilder alerts = new StringBuilder("[");
        for (int i = 0; i < 9_999; i++) {
            alerts.append("{\"labels\":{\"alertname\":\"Down\",\"instance\":\"host-")
                    .append(i)
                    .append(
                            ":9100\",\"job\":\"node\",\"severity\":\"critical\",\"team\":\"infra\",\"cluster\":\"eu-1\"},"
                                    + "\"annotations\":{\"summary\":\"It is down and has been for more than five minutes\"}},");
        }
        byte[] body = (alerts + "{\"labels\":{\"a\":\"b\"}}]").getBytes(StandardCharsets.US_ASCII);
        assertThat(body.length).isGreaterThan(2_000_000).isLessThan(4_194_304);
        flood(30, "/api/v2/alerts", body);
    }

    /** All in flight at once they would cost 300 MB: three times their bytes. */
    @Test
    void aQueueWithFourHundredMessagesOfAQuarterMebibyte() throws Exception {
        int messages = 400;
        Path source = work.resolve("own/sources/large.camel.yaml");
        Files.createDirectories(source.getParent());
        try (TestQueue queue = new TestQueue("large");
                HubProcess process = new HubProcess(work, work.resolve("own"), Map.of()).heap("256m")) {
            Files.writeString(source, queue.source("large", 8) + "      - { name: maxInFlight, value: \"400\" }\n");
            for (int i = 0; i < messages; i++) {
                queue.send("{\"title\":\"n" + i + "\",\"text\":\"" + "x".repeat(255_000) + "\"}");
            }
            process.start();

            await("all are taken and decided")
                    .atMost(Duration.ofSeconds(120))
                    .failFast("it lives", () -> !process.runsFor(Duration.ofMillis(20)))
                    .until(() -> process.texts("SELECT id FROM event WHERE state = 'decided'")
                                    .size()
                            == messages);
            await().atMost(Duration.ofSeconds(20)).until(queue::empty);
            assertThat(String.join("\n", process.said())).doesNotContain("OutOfMemoryError");
        }
    }

    private void flood(int senders, String path, byte[] body) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try (HubProcess process = new HubProcess(work, work.resolve("own"), Map.of()).heap("256m")) {
            hub = process;
            hub.start();
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            List<CompletableFuture<Void>> sends = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                sends.add(CompletableFuture.runAsync(() -> count(client, path, body), threads));
            }
            CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
            System.out.println(path + ": " + answers);
            assertThat(hub.runsFor(Duration.ofMillis(200)))
                    .as("it lives: %s", hub.said())
                    .isTrue();
            assertThat(answers.keySet()).as("answers").isSubsetOf(200, 202, 408, 503, 0);
            assertThat(answers)
                    .as("something is taken")
                    .containsAnyOf(
                            Map.entry(200, answers.getOrDefault(200, new AtomicInteger())),
                            Map.entry(202, answers.getOrDefault(202, new AtomicInteger())));

            await("all that was taken is decided")
                    .atMost(Duration.ofSeconds(120))
                    .until(() -> hub.texts("SELECT id FROM event WHERE state = 'pending'")
                            .isEmpty());
            assertThat(hub.texts("SELECT reason FROM dead_letter")).isEmpty();
            assertThat(String.join("\n", hub.said())).doesNotContain("OutOfMemoryError");
            await("and the hub goes on taking")
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            post(client, "/v1/events/after", "{\"title\":\"a\"}".getBytes(StandardCharsets.US_ASCII))
                                    == 202);
        } finally {
            threads.shutdownNow();
        }
    }

    private void count(HttpClient client, String path, byte[] body) {
        answers.computeIfAbsent(post(client, path, body), any -> new AtomicInteger())
                .incrementAndGet();
    }

    /** 0 where the connection ended before the answer. 408 is for those whom a busy machine gives no turn to send. */
    private int post(HttpClient client, String path, byte[] body) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + path))
                                    .timeout(Duration.ofSeconds(100))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + hub.token())
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException gone) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
