package io.tocsin.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads in the log of a hub that runs as a process of its own, with the layout that it ships with. */
@Timeout(120)
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

    private HubProcess hub() throws IOException {
        Files.createDirectories(rules().getParent());
        Files.writeString(
                rules(), "rules:\n  - name: own\n    when: { severity: [ critical ] }\n    notify: [ log ]\n");
        HubProcess hub = new HubProcess(work, work.resolve("own"), Map.of());
        hub.start();
        return hub;
    }

    private Path rules() {
        return work.resolve("own/rules/own.yaml");
    }
}
