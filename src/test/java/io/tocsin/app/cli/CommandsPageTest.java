package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** docs/commands.md is made of what the commands say of themselves; what differs is written to target/commands.md. */
class CommandsPageTest {

    private static final Path PAGE = Path.of("docs/commands.md");
    private static final String MARK =
            "<!-- Made of the commands themselves from here on: CommandsPageTest says how. -->\n";
    private static final Set<String> COMMON = Set.of(
            "--help",
            "--version",
            "--config",
            "--server",
            "--token-file",
            "--ca-file",
            "--output",
            "--json",
            "--color");

    private final List<CommandLine> commands = all(Main.commandLine(
                    new Main.Surroundings(Path.of(""), name -> Optional.empty(), InputStream.nullInputStream())))
            .filter(command -> command.getSubcommands().isEmpty()
                    || Set.of("queues", "statistics").contains(command.getCommandName()))
            .filter(command -> !command.getCommandName().equals("help"))
            .toList();

    @Test
    void thePageIsWhatTheCommandsSay() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(MARK);
        String expected = page.substring(0, page.indexOf(MARK)) + MARK + generated();
        if (!page.equals(expected)) {
            Files.writeString(Path.of("target/commands.md"), expected);
        }
        assertThat(page).as("cp target/commands.md docs/commands.md").isEqualTo(expected);
    }

    /** What somebody learned of one command holds for all. */
    @Test
    void everyCommandThatReadsSettingsTakesConfigAndEveryOneThatPrintsDataTakesOutput() {
        for (CommandLine command : commands) {
            Set<String> names = names(command);
            String name = command.getCommandSpec().qualifiedName();
            if (!name.equals("hub completion")) {
                assertThat(names).as(name).contains("--config");
            }
            if (!Set.of("hub completion", "hub run", "hub demo").contains(name)) {
                assertThat(names).as(name).contains("--output", "--json", "--color");
            }
        }
    }

    private String generated() {
        StringBuilder page = new StringBuilder();
        for (CommandLine command : commands) {
            page.append("\n## ")
                    .append(command.getCommandSpec().qualifiedName().replaceFirst("hub ", ""))
                    .append('\n');
            page.append(String.join(" ", command.getCommandSpec().usageMessage().description()))
                    .append("\n\n");
            page.append("```\n./").append(synopsis(command)).append("\n```\n");
            page.append("```\n");
            HelpLayout.examples(command.getCommandSpec())
                    .forEach(example -> page.append("$ ").append(example).append('\n'));
            page.append("```\n");
            String rows = rows(command);
            if (!rows.isEmpty()) {
                page.append("\n| | |\n|---|---|\n").append(rows);
            }
        }
        return page.toString();
    }

    private static String synopsis(CommandLine command) {
        String words = command.getCommandSpec().qualifiedName();
        String parameters = command.getCommandSpec().positionalParameters().stream()
                .map(one -> one.arity().min() == 0 ? "[" + one.paramLabel() + " ...]" : one.paramLabel())
                .collect(Collectors.joining(" "));
        String options =
                command.getCommandSpec().options().stream().allMatch(CommandsPageTest::isLeftOut) ? "" : " [OPTIONS]";
        return (words + options + " " + parameters).strip();
    }

    private static String rows(CommandLine command) {
        Stream<String> parameters = command.getCommandSpec().positionalParameters().stream()
                .map(one ->
                        row(one.paramLabel(), text(command, one.renderedDescription(), one.completionCandidates())));
        Stream<String> options = command.getCommandSpec().options().stream()
                .filter(option -> !isLeftOut(option))
                .map(option -> row(
                        String.join(", ", option.names())
                                + (option.arity().max() == 0 ? "" : " " + option.paramLabel()),
                        text(command, option.renderedDescription(), option.completionCandidates())));
        return Stream.concat(parameters, options).collect(Collectors.joining());
    }

    private static String text(CommandLine command, String[] description, Iterable<String> candidates) {
        return Ansi.OFF.string(String.join(" ", description));
    }

    private static String row(String name, String description) {
        return "| `" + name.replace("|", "\\|") + "` | " + description.replace("|", "\\|") + " |\n";
    }

    private static boolean isLeftOut(OptionSpec option) {
        return option.hidden() || Stream.of(option.names()).anyMatch(COMMON::contains);
    }

    private static Set<String> names(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<CommandLine> all(CommandLine line) {
        Collection<CommandLine> below = line.getSubcommands().values();
        return Stream.concat(Stream.of(line), below.stream().flatMap(CommandsPageTest::all));
    }
}
