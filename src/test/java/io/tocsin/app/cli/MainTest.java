package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.cli.Shell.Ran;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir
    Path folder;

    @Test
    void helpListsEveryCommandWithOneLineAndTheExitCodes() {
        Ran ran = Shell.in(folder).run("--help");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("run", "send", "trace", "dead-letters", "tokens", "Exit codes:")
                .contains("Start the hub; Ctrl-C or SIGTERM drains and stops it.");
    }

    @Test
    void everyCommandAnswersHelpAndSaysWhatItDoes() {
        List<String> commands = commands(Main.commandLine(
                new Main.Surroundings(folder, name -> Optional.empty(), InputStream.nullInputStream())));
        assertThat(commands)
                .contains("demo", "tokens issue", "dead-letters redrive")
                .hasSizeGreaterThan(12);
        for (String command : commands) {
            Ran ran = Shell.in(folder).run((command + " --help").split(" "));
            assertThat(ran.exit()).as(command).isZero();
            assertThat(ran.err()).as(command).isEmpty();
            assertThat(ran.out()).as(command).contains("Usage: hub " + command, "-h, --help");
            String about = ran.out().lines().skip(1).collect(Collectors.joining("\n"));
            assertThat(about).as(command).containsPattern("(?m)^[A-Z].+\\.?$");
        }
    }

    /** Every command's words after {@code hub}; {@code help} itself is picocli's and answers alike. */
    private static List<String> commands(CommandLine line) {
        return line.getSubcommands().values().stream()
                .flatMap(command -> Stream.concat(
                        Stream.of(command.getCommandSpec().qualifiedName().replaceFirst("^hub ", "")),
                        commands(command).stream()))
                .toList();
    }

    @Test
    void aCommandThatIsNotThereIsAUsageError() {
        Ran ran = Shell.in(folder).run("sned");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("sned", "send");
    }

    @Test
    void aMistakeIsOneLineAndOneThatSaysWhereHelpIs() {
        for (String line : List.of(
                "",
                "sned",
                "trace",
                "trace --jsn evt_1",
                "events",
                "events list --limit many",
                "dead-letters redrive",
                "render a.json",
                "send",
                "check --output xml")) {
            Ran ran = Shell.in(folder).run(line.isEmpty() ? new String[0] : line.split(" "));
            assertThat(ran.exit()).as(line).isEqualTo(2);
            assertThat(ran.out()).as(line).isEmpty();
            assertThat(ran.err())
                    .as(line)
                    .hasLineCount(2)
                    .contains("./hub", "--help")
                    .doesNotContain("Usage:");
        }
        assertThat(Shell.in(folder).run("sned").err()).contains("sned", "Did you mean send?");
        assertThat(Shell.in(folder).run("trace", "evt_1", "--jsn").err()).contains("Did you mean --json?");
        assertThat(Shell.in(folder).run("check", "--output", "xml").err()).contains("xml", "table", "json", "yaml");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(Shell.in(folder).run().exit()).isEqualTo(2);
        assertThat(Shell.in(folder).run("dead-letters").exit()).isEqualTo(2);
    }

    @Test
    void theVersionIsSaid() {
        assertThat(Shell.in(folder).run("--version").out()).startsWith("tocsin ");
    }

    @Test
    void aHubThatDoesNotRunIsOneClearLine() {
        Ran ran = Shell.in(folder).with("HUB_TOKEN", "tsn_x").run("trace", "evt_1", "--url", "http://127.0.0.1:1");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err().strip())
                .startsWith("No hub answers at http://127.0.0.1:1 (--server)")
                .doesNotContain("\n");
    }

    @Test
    void aMissingTokenIsOneClearLine() {
        Ran ran = Shell.in(folder).run("trace", "evt_1");
        assertThat(ran.exit()).isOne();
        assertThat(ran.err().strip()).contains("admin-token", "HUB_TOKEN").doesNotContain("\n");
    }

    @Test
    void aConfigThatIsNotThereIsSaid() {
        Ran ran = Shell.in(folder).run("run", "--config", folder.resolve("none").toString());
        assertThat(ran.exit()).isOne();
        assertThat(ran.err()).contains("none is not there");
    }

    @Test
    void aLogLevelThatThereIsNotIsOneLineBeforeAnythingIsLogged() {
        assertThat(LogLevel.refusal("loud").orElseThrow())
                .startsWith(
                        "environment: found HUB_LOG_LEVEL=loud; expected one of error, warn, info, debug, trace, off")
                .doesNotContain("\n");
        assertThat(LogLevel.refusal("Debgu").orElseThrow()).endsWith("did you mean debug?");
        assertThat(Stream.of("info", "WARN", "off", null)
                        .filter(level -> LogLevel.refusal(level).isPresent()))
                .isEmpty();
    }

    /** A process of its own: the logger of this one is configured already. */
    @Test
    void everyCommandSaysAWrongLogLevelInOneLine() throws Exception {
        for (String command : List.of("check", "run", "send x", "tokens list", "demo")) {
            List<String> line = new java.util.ArrayList<>(List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Dhub.home=" + folder,
                    Main.class.getName()));
            line.addAll(List.of(command.split(" ")));
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().put("HUB_LOG_LEVEL", "loud");
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(command).isOne();
            assertThat(said.lines()).as(command).hasSize(1).first().asString().contains("HUB_LOG_LEVEL=loud");
        }
    }
}
