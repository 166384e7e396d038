package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.LastGood;
import io.tocsin.model.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JqImportsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void aMappingThatImports() throws IOException {
        Files.writeString(folder.resolve("mappings.yaml"), """
                mappings:
                  - { name: one, when: { kind: [ a ] }, jq: one.jq }
                """);
        Files.writeString(folder.resolve("one.jq"), "# Why.\nimport \"words\" as w;\n{title: (.kind | w::loud)}");
        Files.writeString(folder.resolve("words.jq"), "def loud: ascii_upcase + \"!\";");
    }

    @Test
    void aJqFileUsesWhatAnotherOfItsFolderDefines() {
        assertThat(title(load())).isEqualTo("A!");
    }

    @Test
    void anImportedFileMayImportInItsTurn() throws IOException {
        Files.writeString(folder.resolve("words.jq"), "import \"marks\" as m; def loud: ascii_upcase + m::mark;");
        Files.writeString(folder.resolve("marks.jq"), "def mark: \"?\";");

        assertThat(title(load())).isEqualTo("A?");
    }

    @Test
    void anEditOfAnImportedFileIsTakenOver() throws IOException {
        LastGood<Mappings> mappings = files().follow();
        String before = mappings.current().version();

        Files.writeString(folder.resolve("words.jq"), "def loud: \"louder than before\";");
        mappings.check();

        assertThat(title(mappings.current())).isEqualTo("louder than before");
        assertThat(mappings.current().version()).isNotEqualTo(before);
    }

    @Test
    void anImportThatIsMissingIsRefusedByItsName() throws IOException {
        Files.delete(folder.resolve("words.jq"));

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("words.jq: found no readable file");
    }

    @Test
    void whatAModuleDoesNotDefineIsToldWhereItIsAskedForAndWhatItNamesItselfInItsOwnFile() throws IOException {
        Files.writeString(folder.resolve("words.jq"), "import \"marks\" as m;\n# loud\ndef quiet: shout(1) + m::marc;");
        Files.writeString(folder.resolve("marks.jq"), "def mark: \"?\";");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("words.jq:3: found the unknown function `shout/1`")
                .hasMessageContaining("words.jq:3: found the unknown function `m::marc/0`")
                .hasMessageContaining("one.jq:3: found the unknown function `w::loud/0`");
    }

    @Test
    void anImportedFileThatIsWrongIsRefusedWithItsOwnLine() throws IOException {
        Files.writeString(folder.resolve("words.jq"), "# Why.\n\ndef loud: ;");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("words.jq:3: found ");
    }

    @Test
    void filesThatImportEachOtherAreRefused() throws IOException {
        Files.writeString(folder.resolve("words.jq"), "import \"words\" as again; def loud: again::loud;");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("imported recursively");
    }

    @Test
    void anotherFolderIsOutOfReach() throws IOException {
        Files.writeString(folder.resolve("one.jq"), "import \"../words\" as w; {title: (.kind | w::loud)}");

        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("one.jq:1: found the import ../words; expected a file of the same folder");
    }

    @Test
    void theLimitsCountInImportedFilesToo() throws IOException {
        Files.writeString(folder.resolve("words.jq"), "def loud: [range(1e12)] | length;");

        assertThat(load().map(payload()))
                .isInstanceOfSatisfying(MapResult.Failed.class, failed -> assertThat(failed.reason())
                        .contains("it takes more than"));
    }

    private static String title(Mappings mappings) {
        return ((MapResult.Mapped) mappings.map(payload())).alerts().get(0).title();
    }

    private static Payload payload() {
        return new Payload(JsonNodeFactory.instance.objectNode().put("kind", "a"), "ci", MappingSamples.RECEIVED_AT);
    }

    private Mappings load() {
        return files().load();
    }

    private MappingFiles files() {
        return new MappingFiles(folder, Severity.MEDIUM, JqLimits.DEFAULT);
    }
}
