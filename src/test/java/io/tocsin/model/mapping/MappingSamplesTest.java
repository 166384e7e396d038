package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.files.Finding;
import io.tocsin.model.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingSamplesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void twoMappings() throws IOException {
        Files.writeString(folder.resolve("mappings.yaml"), """
                mappings:
                  - { name: first, when: { kind: [ a ] }, jq: it.jq }
                  - { name: second, when: { kind: [ { exists: true } ] }, jq: it.jq }
                """);
        Files.writeString(folder.resolve("it.jq"), ".titles[] | { title: ., severity: \"low\" }");
        sample("first", "{\"kind\":\"a\",\"titles\":[\"x\"]}", "[{\"title\":\"x\"}]");
        sample("second", "{\"kind\":\"b\",\"titles\":[]}", "[]");
    }

    @Test
    void whatIsExpectedIsNoFinding() {
        assertThat(check()).isEmpty();
    }

    @Test
    void aFieldThatDiffersIsShownBesideWhatWasExpected() throws IOException {
        sample(
                "first",
                "{\"kind\":\"a\",\"titles\":[\"x\"]}",
                "[{\"title\":\"y\",\"severity\":\"low\",\"value\":\"1\"}]");

        assertThat(check())
                .extracting(Finding::found)
                .containsExactly("alert 1: title = \"x\"", "alert 1: value = nothing");
        assertThat(check())
                .extracting(Finding::expected)
                .containsExactly("alert 1: title = \"y\"", "alert 1: value = \"1\"");
    }

    @Test
    void anotherNumberOfAlertsIsSaid() throws IOException {
        sample("first", "{\"kind\":\"a\",\"titles\":[\"x\",\"y\"]}", "[{\"title\":\"x\"}]");

        assertThat(check())
                .singleElement()
                .extracting(Finding::found, Finding::expected)
                .containsExactly("2 alerts", "1 alert");
    }

    @Test
    void aSampleThatAnotherMappingTakesIsSaid() throws IOException {
        sample("second", "{\"kind\":\"a\",\"titles\":[]}", "[]");

        assertThat(check())
                .singleElement()
                .extracting(Finding::found)
                .isEqualTo("the sample is taken by mapping `first`");
    }

    @Test
    void aMappingWithoutSamplesIsSaidAtItsLine() throws IOException {
        Files.delete(folder.resolve("samples/second/it.json"));

        assertThat(check()).singleElement().satisfies(finding -> {
            assertThat(finding.line()).isEqualTo(3);
            assertThat(finding.found()).isEqualTo("no sample of mapping `second`");
        });
    }

    @Test
    void aSampleWithoutExpectedAlertsIsSaid() throws IOException {
        Files.delete(folder.resolve("samples/second/it.expected.json"));

        assertThat(check()).singleElement().extracting(Finding::found).isEqualTo("no readable file");
    }

    @Test
    void theSideFileSaysFromWhichSourceAndWithWhichHeadersASampleComes() throws IOException {
        Files.writeString(
                folder.resolve("it.jq"), ".titles[] | { title: \"\\($source) \\($headers[\"x-event\"]) \\(.)\" }");
        sample("first", "{\"kind\":\"a\",\"titles\":[\"x\"]}", "[{\"title\":\"github push x\"}]");
        Files.writeString(
                folder.resolve("samples/first/it.about.yaml"),
                "page: https://docs.example.com\nsource: github\nheaders: { x-event: push }\n");

        assertThat(check()).isEmpty();
    }

    @Test
    void aFieldOfTheSideFileThatIsUnknownIsSaid() throws IOException {
        Files.writeString(folder.resolve("samples/first/it.about.yaml"), "pgae: https://docs.example.com\n");

        assertThat(check()).singleElement().extracting(Finding::found).isEqualTo("the field `pgae`");
    }

    private List<Finding> check() {
        return new MappingSamples(new MappingFiles(folder, Severity.MEDIUM, JqLimits.DEFAULT).load()).check();
    }

    private void sample(String mapping, String payload, String expected) throws IOException {
        Path samples = Files.createDirectories(folder.resolve("samples").resolve(mapping));
        Files.writeString(samples.resolve("it.json"), payload);
        Files.writeString(samples.resolve("it.expected.json"), expected);
    }
}
