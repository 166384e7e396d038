package io.tocsin.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {

    @TempDir
    Path folder;

    @Test
    void whateverAFileDoesToItsReaderTheLastGoodValueStaysAndTheTroubleIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "good");
        LastGood<String> followed = new LastGood<>("things", new FileSet(folder, List.of(".yaml")), () -> {
            String text = FileText.read(file).content();
            if (text.startsWith("deep")) {
                throw new StackOverflowError();
            }
            return text;
        });

        Files.writeString(file, "deep one");
        followed.check();

        assertThat(followed.current()).isEqualTo("good");
        assertThat(followed.broken().orElseThrow()).singleElement().satisfies(finding -> assertThat(finding.toString())
                .contains("java.lang.StackOverflowError")
                .contains("take back the last edit"));

        Files.writeString(file, "good again");
        followed.check();
        assertThat(followed.current()).isEqualTo("good again");
        assertThat(followed.broken()).isEmpty();
    }

    @Test
    void whatIsReadAgainAndIsAsItWasIsNoChange() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "good");
        String[] known = {"good"};
        LastGood<String> followed = new LastGood<>("things", new FileSet(folder, List.of(".yaml")), () -> {
            String text = FileText.read(file).content();
            if (!text.equals(known[0])) {
                throw new InvalidFileException(List.of(new Finding("a.yaml", 1, text, known[0], "correct it")));
            }
            return text;
        });

        followed.again();
        followed.check();
        assertThat(followed.taken()).isZero();

        known[0] = "better";
        for (int i = 0; i < 2; i++) {
            followed.again();
            followed.check();
            assertThat(followed.broken()).isPresent();
            assertThat(followed.refused()).isEqualTo(1);
        }

        known[0] = "good";
        followed.again();
        followed.check();
        assertThat(followed.broken()).isEmpty();
        assertThat(followed.taken()).isEqualTo(1);
    }
}
