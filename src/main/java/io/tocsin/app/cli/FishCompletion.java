package io.tocsin.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The completion for fish, which picocli has none for: a {@code complete} line for each command and option
 * (https://fishshell.com/docs/current/cmds/complete.html), each with a condition on which command stands in the line so far.
 */
final class FishCompletion {

    private static final int LONGEST = 100;
    private static final String FILES = " -F";

    private static final String FUNCTIONS = """
            # Completion of ./hub for fish, made by ./hub completion fish
            set -g __hub_commands %s

            function __hub_path
                set -l path
                set -l words (commandline -opc)
                set -e words[1]
                for word in $words
                    if not string match -q -- '-*' $word
                        set -l next (string join ' ' $path $word)
                        if contains -- $next $__hub_commands
                            set path $next
                        end
                    end
                end
                echo "$path"
            end

            function __hub_at
                set -l path (__hub_path)
                test "$path" = "$argv[1]"
            end

            complete -c hub -e
            complete -c hub -f
            """;

    private final List<String> lines = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    private FishCompletion() {}

    /** The script. @param hub the command line with all its commands */
    static String of(CommandLine hub) {
        FishCompletion all = new FishCompletion();
        all.add(hub, "");
        StringJoiner paths = new StringJoiner(" ");
        all.paths.forEach(path -> paths.add(quoted(path)));
        return FUNCTIONS.formatted(paths) + String.join("\n", all.lines) + "\n";
    }

    private void add(CommandLine line, String path) {
        CommandSpec command = line.getCommandSpec();
        String at = "complete -c hub -n " + quoted("__hub_at " + quoted(path));
        line.getSubcommands().forEach((name, below) -> {
            lines.add(at + " -a " + quoted(name)
                    + about(below.getCommandSpec().usageMessage().description()));
            String next = (path + " " + name).strip();
            paths.add(next);
            add(below, next);
        });
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> lines.add(at + names(option) + value(option) + about(option.description())));
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String value = words(parameter);
            if (!value.isEmpty()) {
                lines.add(at + value);
            }
        }
    }

    private static String names(OptionSpec option) {
        return Arrays.stream(option.names())
                .map(name ->
                        name.startsWith("--") ? " -l " + quoted(name.substring(2)) : " -s " + quoted(name.substring(1)))
                .collect(Collectors.joining());
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        String words = words(option);
        return words.equals(FILES) ? " -r" + FILES : " -x" + words;
    }

    /** What may stand there: words, files, or what no shell knows. */
    private static String words(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates != null) {
            return " -a "
                    + quoted(StreamSupport.stream(candidates.spliterator(), false)
                            .collect(Collectors.joining(" ")));
        }
        boolean files = argument.typeInfo().getType() == Path.class
                || Arrays.asList(argument.typeInfo().getAuxiliaryTypes()).contains(Path.class);
        return files ? FILES : "";
    }

    private static String about(String[] description) {
        String text = Ansi.OFF.string(String.join(" ", description));
        String first = text.split("(?<=[.:;]) ", 2)[0];
        return first.isEmpty() ? "" : " -d " + quoted(TerminalText.line(first.replaceAll("[.:;]$", ""), LONGEST));
    }

    /** In fish's single quotes nothing but these two means anything. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
