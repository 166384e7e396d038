package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand alerts fire: whoever asks for all of them as of an Alertmanager gets them, from a hub with a small heap. */
@Tag("long")
@Timeout(300)
class ManyFiringAlertsTest {

    private static final int ALERTS = 100_000;
    private static final byte[] MARK = "\"fingerprint\":".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path work;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void allOfThemAreListedWithinASmallHeap() throws Exception {
        Path rules = work.resolve("own/rules/own.yaml");
        Files.createDirectories(rules.getParent());
        Files.writeString(rules, "rules: [ { name: none, matchers: [ 'n=~\"1.*\"' ], notify: [ log ] } ]\n");
        try (HubProcess hub = new HubProcess(work, work.resolve("own"), Map.of()).heap("128m")) {
            hub.start();
            hub.stop(Duration.ofSeconds(40));
            fill(work.resolve("data/hub.db"));
            hub.start();
            for (String path : List.of("/api/v2/alerts", "/api/v2/alerts/groups")) {
                long began = System.nanoTime();
                assertThat(alerts(hub, path)).isEqualTo(ALERTS);
                System.out.println(path + ": " + (System.nanoTime() - began) / 1_000_000 + " ms");
            }
            assertThat(alerts(hub, "/api/v2/alerts?filter=n%3D%2217%22")).isOne();
            CompletableFuture<Integer> one = both(hub, "/api/v2/alerts");
            CompletableFuture<Integer> other = both(hub, "/api/v2/alerts/groups");
            assertThat(one.get(120, TimeUnit.SECONDS) + other.get(120, TimeUnit.SECONDS))
                    .isEqualTo(2 * ALERTS);
            assertThat(hub.runsFor(Duration.ofMillis(200))).isTrue();
            assertThat(String.join("\n", hub.said())).doesNotContain("OutOfMemoryError");
        }
    }

    private CompletableFuture<Integer> both(HubProcess hub, String path) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return alerts(hub, path);
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private static void fill(Path store) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                    INSERT INTO alert (id, identity, fingerprint, status, severity, content, fire_count, first_seen_at, last_seen_at, event_id)
                    SELECT printf('alr_%%026d', i), 's', printf('%%016x', i), 'firing', 'high',
                      '{"fingerprint":"' || printf('%%016x', i) || '","status":"firing","severity":"high","title":"It is down",'
                      || '"description":"' || printf('%%.300c', 'd') || '","source":"prometheus","origin":"s","labels":{"alertname":"Down","n":"' || i
                      || '"},"annotations":{"runbook":"https://runbooks.example.org/down"},"links":[],"startsAt":"2026-08-20T10:00:00Z"}',
                      1, 0, i, 'evt_0'
                    FROM n
                    """.formatted(ALERTS));
        }
    }

    private int alerts(HubProcess hub, String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + path))
                        .timeout(Duration.ofSeconds(100))
                        .header("Authorization", "Bearer " + hub.token())
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        int count = 0;
        int matched = 0;
        try (InputStream body = answer.body()) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    matched = buffer[i] == MARK[matched] ? matched + 1 : buffer[i] == MARK[0] ? 1 : 0;
                    if (matched == MARK.length) {
                        count++;
                        matched = 0;
                    }
                }
            }
        }
        return count;
    }
}
