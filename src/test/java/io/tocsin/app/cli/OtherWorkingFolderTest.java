package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service manager starts the hub in a folder of its own, {@code /} say: folders in settings are those of the hub all the same. */
@Tag("slow")
@Timeout(120)
class OtherWorkingFolderTest {

    @TempDir
    Path elsewhere;

    @Test
    void aRelativeFolderInTheEnvironmentIsTheHubsThoughItIsStartedElsewhere() throws Exception {
        Path output = elsewhere.resolve("output");
        ProcessBuilder check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dhub.home=" + Path.of("").toAbsolutePath(),
                        "-cp",
                        absolute(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                        "io.tocsin.app.cli.Main",
                        "check")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        check.environment().put("HUB_ROUTES", "routes");
        Process running = check.start();

        assertThat(running.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).as(Files.readString(output)).isZero();
    }

    private static String absolute(String classPath) {
        StringBuilder all = new StringBuilder();
        for (String each : classPath.split(File.pathSeparator)) {
            all.append(all.isEmpty() ? "" : File.pathSeparator)
                    .append(Path.of(each).toAbsolutePath());
        }
        return all.toString();
    }
}
