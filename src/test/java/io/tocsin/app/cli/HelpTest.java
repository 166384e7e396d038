package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tocsin.app.cli.Shell.Ran;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The help of every command and every group is laid out alike, and shows what can be typed. */
class HelpTest {

    private static final List<String> SECTIONS =
            List.of("Arguments:", "Options:", "Commands:", "Exit codes:", "Examples:");

    private final List<CommandLine> commands = all(line()).toList();

    private static final String NO_METADATA = "aws.disableEc2Metadata";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(NO_METADATA);
    }

    @Test
    void everyCommandAndEveryGroupShowsAnExampleThatCanBeTyped() {
        assertThat(commands).hasSizeGreaterThan(80);
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName();
            List<String> examples = HelpLayout.examples(command.getCommandSpec());
            assertThat(examples).as(name).isNotEmpty();
            for (String example : examples) {
                String[] words = words(example);
                assertThat(example).as(name).startsWith("./hub ");
                assertThatCode(() -> line().parseArgs(words)).as(example).doesNotThrowAnyException();
            }
            assertThat(examples)
                    .as(name + " shows itself")
                    .anyMatch(example -> example.startsWith("./" + name + " ") || example.equals("./" + name));
        }
    }

    @Test
    void everyHelpHasTheSameLayout() {
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName();
            Ran ran = Shell.in(folder).run((name + " --help").substring(4).split(" "));
            assertThat(ran.exit()).as(name).isZero();
            List<String> shown = ran.out().lines().filter(SECTIONS::contains).toList();
            assertThat(shown)
                    .as(name)
                    .isEqualTo(SECTIONS.stream().filter(shown::contains).toList())
                    .contains("Options:", "Examples:");
            assertThat(ran.out().lines().filter(line -> line.matches("[A-Z][a-z ]*:")))
                    .as(name)
                    .isEqualTo(shown);
            assertThat(ran.out()).as(name).startsWith("Usage: " + name).doesNotContain("\n\n\n");
        }
    }

    /** With nothing but the files of this folder and an empty one: no hub, no network, no store. */
    @Test
    @Tag("slow")
    void theExamplesOfWhatNeedsNoHubRun() throws Exception {
        Path on = Path.of("src/test/resources/oncall");
        Map<String, Path> files = Map.of(
                "alertmanager.yml", Path.of("src/test/resources/alertmanager/platform.yml"),
                "pagerduty", on.resolve("pagerduty"),
                "opsgenie", on.resolve("opsgenie"),
                "grafana-oncall", on.resolve("grafana-oncall"),
                "story.yaml", Files.writeString(folder.resolve("story.yaml"), """
                        events:
                          - { at: 0s, alert: { title: Disk is full, severity: high } }
                        """));
        System.setProperty(NO_METADATA, "true"); // a plan without credentials does not wait for a machine of AWS's
        int ran = 0;
        for (String command : List.of(
                "hub check",
                "hub simulate",
                "hub render",
                "hub import alertmanager",
                "hub import pagerduty",
                "hub import opsgenie",
                "hub import grafana-oncall",
                "hub eventbridge provision",
                "hub completion",
                "hub help")) {
            CommandLine found = commands.stream()
                    .filter(one -> one.getCommandSpec().qualifiedName().equals(command))
                    .findFirst()
                    .orElseThrow();
            for (String example : HelpLayout.examples(found.getCommandSpec())) {
                if (example.contains(" --last ")) {
                    continue; // of a store that a hub has filled: SimulateHistoryTest
                }
                String[] words = words(example);
                String of = words.length > 1 ? words[1] : "";
                for (int i = 1; i < words.length; i++) {
                    if (words[i - 1].equals("--to")) {
                        words[i] = folder.resolve("to-" + ran).toString();
                    } else if (files.containsKey(words[i]) && !words[0].equals("import")) {
                        words[i] = files.get(words[i]).toString();
                    } else if (words[i].equals("alertmanager.yml")) {
                        words[i] = files.get(words[i]).toString();
                    } else if (words[i].endsWith(".json") && words[0].equals("import")) {
                        words[i] = files.get(of).resolve(words[i]).toString();
                    } else if (words[i].equals("routes,imported")) {
                        words[i] = "routes";
                    }
                }
                Ran result = Shell.in(Path.of(""))
                        .with("HUB_DATA", folder.toString())
                        .run(words);
                assertThat(result.exit()).as(example + "\n" + result.err()).isZero();
                assertThat(result.out()).as(example).isNotBlank();
                ran++;
            }
        }
        assertThat(ran).isGreaterThan(12);
    }

    private static CommandLine line() {
        return Main.commandLine(
                new Main.Surroundings(Path.of(""), name -> Optional.empty(), InputStream.nullInputStream()));
    }

    /** Up to a pipe or a redirection, as a shell splits it. */
    private static String[] words(String example) {
        String typed = example.replaceFirst("^\\./hub ?", "").replaceFirst(" [|<>].*", "");
        return Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)")
                .matcher(typed)
                .results()
                .map(word -> word.group().replaceAll("^[\"']|[\"']$", ""))
                .filter(Predicate.not(String::isEmpty))
                .toArray(String[]::new);
    }

    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(HelpTest::all));
    }
}
