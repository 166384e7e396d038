package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator reads in the log of a hub that runs as a process of its own, with the layout that it ships with. */
@Timeout(120)
@Tag("slow")
class HubLogTest {
    @TempDir
    Path work;

    @Test
    void aHubThatIsToldToStopLogsWhyAndThatItHas() throws Exception {
        try (HubProcess hub = hub()) {
            hub.stop(Duration.ofSeconds(30));
            List<String> said = hub.said();
            assertThat(said)
                    .filteredOn(line -> line.contains("stopping: "))
                    .singleElement()
                    .asString()
                    .contains("INFO", "SIGTERM");
            assertThat(said.get(said.size() - 1)).contains("INFO").matches(".* stopped, \\d+ ms after .*");
        }
    }

    @Test
    void eachFindingOfARefusedEditIsALineOfItsOwn() throws Exception {
        try (HubProcess hub = hub()) {
            Files.writeString(rules(), "rules:\n  - name: a\n    when: { status: firing }\n  - nmae: b\n");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.said().stream().anyMatch(line -> line.contains("own.yaml:4: ")));
            assertThat(hub.said())
                    .filteredOn(line -> line.contains("ERROR"))
                    .hasSizeGreaterThan(1)
                    .allMatch(line -> line.contains("rules are not taken over, the last good ones stay in use: "))
                    .allMatch(line -> line.indexOf("own.yaml:") == line.lastIndexOf("own.yaml:"))
                    .noneMatch(line -> line.contains("\\n"));
        }
    }

    @Test
    void aDeadLetterIsOneLineOfJson() throws Exception {
        try (HubProcess hub = hub()) {
            new Poster(hub.port(), hub.token()).posted("{}");
            String logger = " i.t.dead-letter ";
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.said().stream().anyMatch(line -> line.contains(logger)));
            String line = hub.said().stream()
                    .filter(one -> one.contains(logger))
                    .findFirst()
                    .orElseThrow();
            JsonNode letter = new ObjectMapper().readTree(line.substring(line.indexOf('{')));
            assertThat(letter.path("kind").asText()).isEqualTo("event");
            assertThat(letter.path("source").asText()).isEqualTo("kill");
            assertThat(line.substring(0, line.indexOf('{')))
                    .contains("WARN")
                    .doesNotContain("Exchange", "Body")
                    .endsWith(" ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug", "trace"})
    void noSecretOfASenderOrAReceiverIsLoggedAtAnyLevel(String level) throws Exception {
        try (Sink sink = Sink.start();
                HubProcess hub = hub(Map.of("HUB_LOG_LEVEL", level, "LOG_SINK", sink.url()))) {
            HttpClient client = HttpClient.newHttpClient();
            Map<String, String> shown = Map.of(
                    "Authorization", "Bearer " + hub.token(),
                    "X-Api-Key", "key-0123456789abcdef",
                    "X-Hub-Signature-256", "sha256=5157a7e5157a7e");
            for (Map.Entry<String, String> header : shown.entrySet()) {
                client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v1/events/kill"))
                                .header("Content-Type", "application/json")
                                .header(header.getKey(), header.getValue())
                                .POST(BodyPublishers.ofString("{\"title\":\"a\",\"severity\":\"critical\"}"))
                                .build(),
                        BodyHandlers.discarding());
            }
            String routed = "{\"routing_key\":\"routing-key-0123456789abcdef\",\"event_action\":\"trigger\"}";
            client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/v2/enqueue"))
                            .POST(BodyPublishers.ofString(routed))
                            .build(),
                    BodyHandlers.discarding());
            assertThat(sink.await(1).get(0).header("authorization")).contains("Bearer receivers-own-secret");
            hub.stop(Duration.ofSeconds(30));

            assertThat(hub.said())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains(tokenOf(hub))
                            || line.contains("key-0123456789abcdef")
                            || line.contains("5157a7e5157a7e")
                            || line.contains("receivers-own-secret"));
        }
    }

    @Test
    void whatIsNotSeenIsMarkedInTheLog() throws Exception {
        try (HubProcess hub = hub()) {
            String alerts = "[{\"labels\":{\"a\u202Eb\\u2028c\\u001bd\\u200be\":7}},{\"labels\":{\"x\":\"y\"}}]";
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.port() + "/api/v2/alerts"))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + hub.token())
                                    .POST(BodyPublishers.ofString(alerts))
                                    .build(),
                            BodyHandlers.discarding());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.said().stream().anyMatch(line -> line.contains(" i.t.dead-letter ")));

            assertThat(String.join("\n", hub.said())).doesNotContain("\u202E", "\u2028", "\u001b", "\u200b");
        }
    }

    private static String tokenOf(HubProcess hub) {
        try {
            return hub.token();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HubProcess hub() throws IOException {
        return hub(Map.of());
    }

    private HubProcess hub(Map<String, String> environment) throws IOException {
        if (environment.containsKey("LOG_SINK")) {
            Files.createDirectories(work.resolve("own/receivers"));
            Files.writeString(work.resolve("own/receivers/hook.camel.yaml"), """
                    - templatedRoute:
                        routeTemplateRef: webhook
                        routeId: hook
                        prefixId: hook-
                        parameters:
                          - { name: receiver, value: hook }
                          - { name: url, value: "{{env:LOG_SINK}}" }
                          - { name: token, value: receivers-own-secret }
                    """);
        }
        String receiver = environment.containsKey("LOG_SINK") ? "hook" : "log";
        Files.createDirectories(rules().getParent());
        Files.writeString(
                rules(),
                "rules:\n  - name: own\n    when: { severity: [ critical ] }\n    notify: [ " + receiver + " ]\n");
        HubProcess hub = new HubProcess(work, work.resolve("own"), environment);
        hub.start();
        return hub;
    }

    private Path rules() {
        return work.resolve("own/rules/own.yaml");
    }
}
