package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersGoAloneTest {

    @TempDir
    private Path folder;

    private List<String> findings(String template, String fallback, String digestAbove) throws IOException {
        Path file = folder.resolve("receivers/codepipeline.camel.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                - templatedRoute:
                    routeTemplateRef: %s
                    routeId: codepipeline
                    prefixId: codepipeline-
                    parameters:
                      - { name: receiver, value: codepipeline }
                      - { name: fallback, value: "%s" }
                      - { name: digestAbove, value: "%s" }
                """.formatted(template, fallback, digestAbove));
        return new AnswersGoAlone()
                .check(RouteFiles.read(List.of(folder), new Properties(), Set.of())).stream()
                        .map(Finding::toString)
                        .toList();
    }

    @Test
    void noOtherReceiverTakesThemOverAndNoDigestHasThem() throws IOException {
        assertThat(findings("codepipeline-approval", "chat", "20"))
                .hasSize(2)
                .satisfies(all -> assertThat(all.get(0))
                        .contains(
                                "codepipeline.camel.yaml:7",
                                "`fallback: chat`",
                                "no other receiver can tell CodePipeline"))
                .satisfies(all -> assertThat(all.get(1))
                        .contains("codepipeline.camel.yaml:8", "`digestAbove: 20`", "leave it out"));
        assertThat(findings("codepipeline-approval", "", "0")).isEmpty();
        assertThat(findings("slack", "chat", "20")).isEmpty();
    }
}
