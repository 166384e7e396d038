package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/proofs.md and the route templates say the same. */
class ProofsPageTest {
    private static final Path SOURCES = Path.of("routes/sources");

    private final String page = read(Path.of("docs/proofs.md"));

    @Test
    void everyTemplateWithAProofIsOnThePage() {
        assertThat(templates()).hasSizeGreaterThan(10).allSatisfy(template -> assertThat(page)
                .contains("| `" + template.path("id").textValue() + "` |"));
    }

    @Test
    void everyParameterOfAnyHmacIsOnThePageWithItsDefault() {
        JsonNode hmac = templates().stream()
                .filter(template -> template.path("id").textValue().equals("hmac-source"))
                .findFirst()
                .orElseThrow();
        for (JsonNode parameter : hmac.path("parameters")) {
            String name = parameter.path("name").textValue();
            if (List.of("source", "identity", "rate", "burst", "maxBody").contains(name)) {
                continue; // of every template
            }
            String standard = parameter.path("defaultValue").asText();
            assertThat(page).contains("| `" + name + "` | " + (standard.isEmpty() ? "" : "`" + standard + "` ") + "| ");
        }
    }

    @Test
    void everyTemplateHasItsOwnLimits() {
        assertThat(templates())
                .allSatisfy(template -> assertThat(template.path("parameters").findValuesAsText("name"))
                        .contains("source", "identity", "rate", "burst", "maxBody"));
    }

    private static List<JsonNode> templates() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<JsonNode> templates = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .toList()) {
                for (JsonNode entry : new YAMLMapper().readTree(read(file))) {
                    JsonNode template = entry.path("routeTemplate");
                    if (template.path("beans").findValuesAsText("name").contains("proofBean")) {
                        templates.add(template);
                    }
                }
            }
            return templates;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
