package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command whose connection is lost asks once more, under the same key: nobody knows whether the hub had done it. */
class LostConnectionTest {

    private static final String SILENCE =
            "{\"id\": \"sil_1\", \"state\": \"active\", \"matchers\": [\"a=b\"], \"startsAt\": \"2026-01-01T00:00:00Z\","
                    + " \"endsAt\": \"2026-01-01T01:00:00Z\", \"author\": \"mia\", \"comment\": \"c\", \"holds\": 0}";

    @TempDir
    Path folder;

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> tags = new CopyOnWriteArrayList<>();

    private void note(HttpExchange exchange) {
        keys.add(header(exchange, "Idempotency-Key"));
        tags.add(header(exchange, "If-Match"));
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private Ran run(StubHub hub, String... args) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/admin-token"), "tsn_folder\n");
        return Shell.in(folder).with("HUB_SERVER", hub.url("127.0.0.1")).run(args);
    }

    @Test
    void itIsAskedForAgainUnderTheSameKey() throws Exception {
        try (StubHub hub = StubHub.answering((asked, exchange) -> {
            note(exchange);
            return keys.size() == 1 ? null : SILENCE;
        })) {
            Ran ran = run(hub, "silences", "end", "sil_1");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(keys).hasSize(2).doesNotContain("");
            assertThat(keys.get(1)).isEqualTo(keys.get(0));
            run(hub, "silences", "end", "sil_1");
            assertThat(keys.get(2)).as("another one is another request").isNotEqualTo(keys.get(0));
        }
    }

    @Test
    void onceAndNoMore() throws Exception {
        try (StubHub hub = StubHub.answering((asked, exchange) -> {
            note(exchange);
            return null;
        })) {
            Ran ran = run(hub, "silences", "end", "sil_1");
            assertThat(ran.exit()).isNotZero();
            assertThat(ran.err()).contains("No hub answers at");
            assertThat(keys).hasSize(2);
        }
    }

    @Test
    void aHubThatIsStillAboutItIsAskedWhenItSays() throws Exception {
        try (StubHub hub = StubHub.answering((asked, exchange) -> {
            note(exchange);
            if (keys.size() == 2) {
                byte[] body = "{\"title\": \"Conflict\"}".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Retry-After", "1");
                exchange.sendResponseHeaders(409, body.length);
                exchange.getResponseBody().write(body);
                return null;
            }
            return keys.size() == 1 ? null : SILENCE;
        })) {
            Ran ran = run(hub, "silences", "end", "sil_1");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(keys).hasSize(3).allMatch(key -> key.equals(keys.get(0)));
        }
    }

    @Test
    void aRefusalIsTakenAtItsWord() throws Exception {
        try (StubHub hub = StubHub.answering((asked, exchange) -> {
            note(exchange);
            exchange.getResponseHeaders().add("Retry-After", "1");
            exchange.sendResponseHeaders(409, -1);
            return null;
        })) {
            assertThat(run(hub, "silences", "end", "sil_1").exit()).isNotZero();
            assertThat(keys).hasSize(1);
        }
    }

    @Test
    void whoChangesASilenceSaysAtWhichVersion() throws Exception {
        try (StubHub hub = StubHub.answering((asked, exchange) -> {
            note(exchange);
            exchange.getResponseHeaders().add("ETag", "\"3.abc\"");
            return SILENCE;
        })) {
            Ran ran = run(hub, "silences", "change", "sil_1", "--for", "1h");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(hub.asked()).extracting(StubHub.Asked::method).containsExactly("GET", "POST");
            assertThat(tags).containsExactly("", "\"3.abc\"");
        }
    }
}
