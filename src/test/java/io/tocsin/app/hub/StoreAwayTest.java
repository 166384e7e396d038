package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.store.sql.Change;
import io.tocsin.store.sql.SqliteOnly;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that goes away under a running hub: senders and health are told, the log says why once, and it comes back. */
@Timeout(120)
@SqliteOnly
@Tag("slow")
class StoreAwayTest {
    private static final String EVENT = "{\"title\": \"it burns\", \"severity\": \"low\"}";

    @TempDir
    Path work;

    /** {@code max_page_count} of the one connection that writes: SQLite then says the same as where the disk is full. */
    @Test
    void afterAFullDiskTheHubGoesOnByItself() {
        Change<Integer, Long> limit = (tx, pages, now) -> pages.stream()
                .map(most -> tx.createQuery("PRAGMA max_page_count = " + most)
                        .mapTo(Long.class)
                        .one())
                .toList();
        try (TestHub hub = HubFiles.in(work).start()) {
            hub.hub().store().submit(limit, 1).join(); // no smaller than the file is: no page more
            String big = "{\"title\": \"" + "x".repeat(100_000) + "\", \"severity\": \"low\"}";
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.post("/v1/events/ci", big).statusCode() == 503);

            hub.hub().store().submit(limit, 1_000_000).join();

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.post("/v1/events/ci", EVENT).statusCode() == 202);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> hub.get("/health/ready").statusCode() == 200);
        }
    }

    @Test
    void aDeletedStoreIsNoticedWithinSecondsAndRefused() throws Exception {
        try (HubProcess hub = hub()) {
            assertThat(post(hub)).isEqualTo(202);

            Files.delete(work.resolve("data/hub.db"));

            assertThat(post(hub)).isEqualTo(503);
            await().atMost(Duration.ofSeconds(5)).until(() -> ready(hub) == 503);
            await().atMost(Duration.ofSeconds(5)).until(() -> !causes(hub).isEmpty());
            assertThat(post(hub)).isEqualTo(503);
            assertThat(causes(hub)).singleElement().asString().contains("hub.db was deleted while the hub runs");
            assertThat(hub.said()).as("no stack traces").noneMatch(line -> line.startsWith("\tat "));
        }
    }

    /** A file system of its own of a few megabytes, where this user may mount one. */
    @Test
    void aFullDiskIsSaidOnceHealthIsNotReadyAllTheTimeAndTheEndOfItIsSaidToo() throws Exception {
        Path data = Files.createDirectories(work.resolve("data"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", data.toString()), "cannot mount a tmpfs");
        try (HubProcess hub = hub()) {
            assertThat(post(hub)).isEqualTo(202);
            fill(data.resolve("filler"));
            await().atMost(Duration.ofSeconds(30)).until(() -> post(hub) == 503 && ready(hub) == 503);
            for (int i = 0; i < 20; i++) {
                assertThat(post(hub)).isEqualTo(503);
                assertThat(ready(hub)).isEqualTo(503);
            }
            assertThat(causes(hub)).singleElement().asString().contains("full");

            Files.delete(data.resolve("filler"));

            await().atMost(Duration.ofSeconds(20)).until(() -> post(hub) == 202);
            await().atMost(Duration.ofSeconds(30)).until(() -> ready(hub) == 200);
            assertThat(hub.said())
                    .filteredOn(line -> line.contains("The store takes changes again; "))
                    .hasSize(1);
            assertThat(hub.said()).as("no stack traces").noneMatch(line -> line.startsWith("\tat "));
        } finally {
            run("umount", "-l", data.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private HubProcess hub() throws IOException {
        Path own = Files.createDirectories(work.resolve("own"));
        HubProcess hub = new HubProcess(work, own, Map.of());
        hub.start();
        return hub;
    }

    private static List<String> causes(HubProcess hub) throws IOException {
        return hub.said().stream()
                .filter(line -> line.contains("The store takes no changes: "))
                .toList();
    }

    private int post(HubProcess hub) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(hub, "/v1/events/ci"))
                .header("Authorization", "Bearer " + token(hub))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(EVENT)));
    }

    private String token;

    private String token(HubProcess hub) throws IOException {
        if (token == null) {
            token = hub.token();
        }
        return token;
    }

    private static int ready(HubProcess hub) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(hub, "/health/ready")));
    }

    private static URI uri(HubProcess hub, String path) {
        return URI.create("http://127.0.0.1:" + hub.port() + path);
    }

    private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
