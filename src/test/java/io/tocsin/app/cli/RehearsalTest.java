package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's start cache is made by it. */
@Tag("slow")
@Timeout(120)
class RehearsalTest {

    /** In a JVM of its own, as the launcher does it: it makes and removes folders, and its end is the JVM's. */
    @ParameterizedTest
    @ValueSource(strings = {"run", "commands"})
    void goesWellAndLeavesNothingBehind(String what, @TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process rehearsal = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Rehearsal.class.getName(),
                        what)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(rehearsal.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            rehearsal.destroyForcibly();
        }

        assertThat(rehearsal.exitValue()).as(() -> read(output)).isZero();
        assertThat(read(output)).doesNotContain("ERROR", "WARN");
        assertThat(folder).isDirectoryNotContaining("glob:**rehearsal*");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
