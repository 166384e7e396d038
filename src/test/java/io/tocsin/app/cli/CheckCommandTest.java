package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CheckCommandTest {
    private static final Path FIXTURES = Path.of("src/test/resources/check");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void cleanFilesEndWithZeroAndOneLine() {
        assertThat(run(FIXTURES, "--routes", FIXTURES.resolve("good").toString()))
                .isZero();
        assertThat(out.toString()).matches("Nothing to fix\\. \\(\\d+\\.\\d s\\)\\R");
    }

    @Test
    void aMistakeEndsWithOneAndItsLineComesFirst() {
        Path mistake = FIXTURES.resolve("fallback-that-is-unknown");
        assertThat(run(FIXTURES, "--routes", FIXTURES.resolve("good") + "," + mistake))
                .isEqualTo(1);
        assertThat(out.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(mistake + "/receivers/night.camel.yaml:9: found the fallback `opps`, which is no receiver;"
                        + " expected another receiver, one of ops; fix: did you mean `ops`?");
        assertThat(out.toString().lines().skip(1).findFirst())
                .get()
                .asString()
                .matches("1 finding in 1 file\\. \\(\\d+\\.\\d s\\)");
    }

    @Test
    void aBadSettingIsAFinding() {
        assertThat(run(FIXTURES.resolve("setting-out-of-range"))).isEqualTo(1);
        assertThat(out.toString()).contains("found hub.port=99999; expected a port, 0 to 65535");
    }

    @Test
    void aBadSettingHidesNothingOfOtherFiles() {
        Path mistake = FIXTURES.resolve("fallback-that-is-unknown");
        assertThat(run(FIXTURES.resolve("setting-out-of-range"), "--routes", FIXTURES.resolve("good") + "," + mistake))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("found hub.port=99999", "found the fallback `opps`", "2 findings in 2 files");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(run(FIXTURES, "--no-such-option")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("Unknown option: '--no-such-option'");
    }

    private int run(Path home, String... arguments) {
        return new CommandLine(new CheckCommand(home, name -> Optional.empty()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
