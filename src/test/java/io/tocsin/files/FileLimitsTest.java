package io.tocsin.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.mapping.JqLimits;
import io.tocsin.model.mapping.MappingFiles;
import io.tocsin.model.rule.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody writes by hand is refused in a sentence, whichever file it stands in, before it costs a stack or minutes. */
@Timeout(30)
class FileLimitsTest {
    private static final int DEEP = 3_000;
    private static final String RULE = "rules:\n  - name: a\n    when: { status: [ firing ] }\n    notify: [ log ]\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"default.yaml", "recipients.yaml"})
    void aFileOfTheRulesThatIsNestedThreeThousandDeepIsRefusedWithItsLine(String file) {
        write("default.yaml", RULE);
        write(file, "people:\n  - x: " + "{ a: ".repeat(DEEP) + "1" + " }".repeat(DEEP) + "\n");

        refused(this::rules, file + ":2: found more than 100 lists and maps within each other; expected at most 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mappings.yaml", "severities.yaml"})
    void aFileOfTheMappingsThatIsNestedThreeThousandDeepIsRefusedWithItsLine(String file) {
        write("mappings.yaml", "mappings:\n  - name: m\n    when: { a: [ b ] }\n    jq: m.jq\n");
        write(file, "x:\n\n  " + "[".repeat(DEEP) + "]".repeat(DEEP) + "\n");

        refused(this::mappings, file + ":3: found more than 100 lists and maps within each other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"description: ", "when: { title: [ { prefix: ", "name: ", ""})
    void aValueOrNameOfFiveMegabytesIsRefusedWithItsLine(String before) {
        write("default.yaml", "rules:\n  - " + before + "\"" + "x".repeat(5_000_000) + "\"\n");

        refused(this::rules, "default.yaml:2: found a value of 5000000 characters; expected at most 65536");
    }

    @Test
    void aFileOfMoreThanEightMegabytesIsRefusedBeforeItIsRead() {
        write("default.yaml", RULE + "# comment\n".repeat(900_000));

        refused(this::rules, "default.yaml: found a file of more than 8 MiB");
    }

    @Test
    void anythingBelowIsRead() {
        write("default.yaml", RULE.replace("name: a", "name: a\n    description: A rule") + "#\n".repeat(2_000_000));

        assertThat(new RuleFiles(folder).load().all()).hasSize(1);
    }

    @Test
    void jsonThatIsNestedThreeThousandDeepIsRefused() {
        write("deep.json", "{\"a\":\n" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}");

        refused(
                () -> FileText.read(folder.resolve("deep.json")).json("JSON", ""),
                "deep.json: found more than 100 lists and maps within each other");
    }

    @Test
    void aJqFileThatIsNestedThousandsDeepIsRefused() {
        write("mappings.yaml", "mappings:\n  - name: m\n    when: { a: [ b ] }\n    jq: m.jq\n");
        write("m.jq", "(".repeat(100_000) + "." + ")".repeat(100_000));

        refused(this::mappings, "m.jq: found it is nested too deep; expected a jq program");
    }

    @Test
    void aPatternOfHundredsOfWildcardsIsRefusedWithItsLine() {
        String many = "{ wildcard: \"*a*\" }, ".repeat(101);
        write("default.yaml", RULE.replace("status: [ firing ]", "title: [ " + many + " x ]"));

        refused(this::rules, "default.yaml:3: found the pattern");
        refused(this::rules, "at most 100 wildcards in one pattern, and it has 101; fix: divide it into several");
    }

    private void rules() {
        new RuleFiles(folder).load();
    }

    private void mappings() {
        new MappingFiles(List.of(folder), Severity.MEDIUM, Map.of(), JqLimits.DEFAULT).load();
    }

    private static void refused(ThrowingCallable reading, String words) {
        assertThatThrownBy(reading)
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(words)
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(2_000));
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException unwritable) {
            throw new AssertionError(unwritable);
        }
    }
}
