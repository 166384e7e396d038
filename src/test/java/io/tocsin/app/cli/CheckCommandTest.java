package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** No mistake: messages go out without links. */
    @Test
    void wherePeopleAreNotifiedAndNobodySaidWhereTheHubIsItIsNoted(@TempDir Path folder) throws Exception {
        Path people = folder.resolve("people/rules/recipients.yaml");
        Files.createDirectories(people.getParent());
        Files.writeString(people, "people: [ { name: ann, addresses: { mail: ann@example.com } } ]\n");
        String routes = folder.resolve("people").toAbsolutePath() + ","
                + FIXTURES.resolve("good").toAbsolutePath();
        assertThat(run(folder, "--routes", routes)).as(out.toString()).isZero();
        assertThat(out.toString()).startsWith("Note: hub.url is not set");
        Files.writeString(folder.resolve("application.properties"), "hub.url=https://hub.example.org\n");
        out.getBuffer().setLength(0);
        assertThat(run(folder, "--routes", routes)).isZero();
        assertThat(out.toString()).doesNotContain("Note:");
    }

    @Test
    void twoPeopleWithOneUserOfSlackAreNotedAndWithOneChannelAreNot(@TempDir Path folder) throws Exception {
        Path people = folder.resolve("people/rules/recipients.yaml");
        Files.createDirectories(people.getParent());
        Files.writeString(people, """
                people:
                  - { name: ann, addresses: { slack: U1, mail: ann@example.com } }
                  - { name: ben, addresses: { slack: U1 } }
                  - { name: cleo, addresses: { slack: C1 } }
                  - { name: dev, addresses: { slack: C1 } }
                """);
        Files.writeString(folder.resolve("application.properties"), "hub.url=https://hub.example.org\n");
        String routes = folder.resolve("people").toAbsolutePath() + ","
                + FIXTURES.resolve("good").toAbsolutePath();
        assertThat(run(folder, "--routes", routes)).as(out.toString()).isZero();
        assertThat(out.toString())
                .containsOnlyOnce("Note:")
                .contains("`slack: U1` is the address of ann and ben; what its owner answers in Slack is done in the"
                        + " name of ann");
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
