package io.tocsin.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text that is no YAML is told in words of whoever wrote it, not of the library. */
class YamlWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a: b: c | 1 | a colon where no field can begin",
                "a:NLb: - c | 2 | a list entry (`- `) where none can begin",
                "a: 1NLbNLc: 2 | 3 | a line without a colon",
                "a: @b | 1 | a value that begins with `@`",
                "a: %b | 1 | a value that begins with `%`",
                "a: \"\\q\" | 1 | a backslash in double quotes that means nothing",
                "a: \"bNLc: d | 2 | quotes that do not end",
                "a:NL  - bNL c: d | 3 | an indentation that fits nothing above it",
                "a: [ b, cNLd: e | 2 | a list `[` that does not end",
                "a: { b: cNLd: e | 2 | braces `{` that do not end",
                "a: *b | 1 | a value that begins with `*`",
                "a:NL\tb: c | 2 | a tab",
                "a: bNL---NLc: d | 2 | a second document (---)"
            })
    void itIsToldInOurWords(String text, int line, String found) {
        InvalidFileException refused = catchThrowableOfType(
                InvalidFileException.class, () -> MarkedYaml.read("x.yaml", text.replace("NL", "\n")));

        assertThat(refused.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.found()).isEqualTo(found);
            assertThat(finding.line()).isEqualTo(line);
            assertThat(finding.toString()).doesNotContain("<", "token", "stream", "block");
        });
    }
}
