package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.files.Finding;
import io.tocsin.files.LastGood;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeverityFilesTest {
    @TempDir
    private Path shipped;

    @TempDir
    private Path own;

    @BeforeEach
    void aMappingThatHandsTheWordOn() throws IOException {
        Files.writeString(shipped.resolve("mappings.yaml"), """
                mappings:
                  - { name: one, when: { word: [ { exists: true } ] }, jq: one.jq }
                """);
        Files.writeString(shipped.resolve("one.jq"), "{title: \"x\", severity: .word}");
    }

    @Test
    void wordsOfTheFileMeanWhatItSays() throws IOException {
        write(shipped, "severities: { critical: [ sev-null, apocalypse ], low: [ page ] }");
        Mappings mappings = files().load();

        assertThat(alert(mappings, "Apocalypse").severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alert(mappings, "page").severity()).isEqualTo(Severity.LOW);
        assertThat(alert(mappings, "P1").severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void aWordThatNoFileNamesKeepsTheDefaultAndIsShown() {
        Alert alert = alert(files().load(), "Apocalypse");

        assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(alert.annotations()).containsEntry("severity_as_sent", "Apocalypse");
    }

    @Test
    void theFileOfALaterFolderCounts() throws IOException {
        write(shipped, "severities: { critical: [ sev-null ], high: [ odd ] }");
        write(own, "severities: { low: [ sev-null ] }");
        Mappings mappings = files().load();

        assertThat(alert(mappings, "sev-null").severity()).isEqualTo(Severity.LOW);
        assertThat(alert(mappings, "odd").severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void anEditIsTakenOverAndABrokenOneIsNot() throws IOException {
        LastGood<Mappings> mappings = files().follow();
        String before = mappings.current().version();

        write(own, "severities: { critical: [ apocalypse ] }");
        mappings.check();
        assertThat(alert(mappings.current(), "apocalypse").severity()).isEqualTo(Severity.CRITICAL);
        assertThat(mappings.current().version()).isNotEqualTo(before);

        write(own, "severities: { critical: apocalypse }");
        mappings.check();
        assertThat(alert(mappings.current(), "apocalypse").severity()).isEqualTo(Severity.CRITICAL);
        assertThat(mappings.broken().orElse(List.of()))
                .singleElement()
                .extracting(Finding::file)
                .isEqualTo(own.resolve("severities.yaml").toString());
    }

    private MappingFiles files() {
        return new MappingFiles(List.of(shipped, own), Severity.MEDIUM, Map.of(), JqLimits.DEFAULT);
    }

    private static void write(Path folder, String yaml) throws IOException {
        Files.writeString(folder.resolve("severities.yaml"), yaml + "\n");
    }

    private static Alert alert(Mappings mappings, String word) {
        MapResult result = mappings.map(
                new Payload(JsonNodeFactory.instance.objectNode().put("word", word), "ci", MappingSamples.RECEIVED_AT));
        return ((MapResult.Mapped) result).alerts().get(0);
    }
}
