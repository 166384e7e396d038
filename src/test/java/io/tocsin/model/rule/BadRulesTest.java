package io.tocsin.model.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tocsin.files.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** One bad file per mistake, named after the mistake; what is said of it stands in {@code expected.csv}. */
class BadRulesTest {
    private static final Path FILES = Path.of("src/test/resources/rules");
    /** The people whom the files name, so that nothing is wrong with that. */
    private static final String PEOPLE = """
            people:
              - { name: ann, addresses: { email: ann@example.com } }
            receivers: { email: mail }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/rules/expected.csv", delimiter = '|', quoteCharacter = '~', numLinesToSkip = 1)
    void aMistakeIsToldWithItsLineAndItsFix(String mistake, int line, String found, String expected, String fix)
            throws IOException {
        Files.writeString(folder.resolve("recipients.yaml"), PEOPLE);
        Files.copy(FILES.resolve(mistake + ".yaml"), folder.resolve(mistake + ".yaml"));

        assertThatThrownBy(() -> new RuleFiles(folder).load())
                .asInstanceOf(type(InvalidFileException.class))
                .satisfies(invalid -> assertThat(invalid.findings())
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.file()).endsWith(mistake + ".yaml");
                            assertThat(finding.line()).isEqualTo(line);
                            assertThat(finding.found()).isEqualTo(found);
                            assertThat(finding.expected()).isEqualTo(expected);
                            assertThat(finding.fix().replace(folder + "/", "")).isEqualTo(fix);
                        }));
    }

    @Test
    void everyBadFileHasItsLine() throws IOException {
        Set<String> told = Files.readAllLines(FILES.resolve("expected.csv")).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf('|')).strip())
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(told);
        }
    }
}
