package io.tocsin.app.cli;

import io.tocsin.app.hub.CannotStartException;
import io.tocsin.app.hub.Environment;
import io.tocsin.app.preview.CannotPreviewException;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.NearestWord;
import io.tocsin.net.server.CannotListenException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code ./hub <command>}. */
@Command(
        name = "hub",
        description = "Tocsin: takes operational events in and notifies the right people.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"./hub run", "./hub incidents list --state open", "./hub help incidents", "./hub incidents ack --help"
        })
public final class Main {

    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            SimulateCommand.class,
            RenderCommand.class,
            TestReceiverCommand.class,
            SendCommand.class,
            TraceCommand.class,
            EventsCommand.class,
            AlertsCommand.class,
            IncidentsCommand.class,
            SilencesCommand.class,
            WindowsCommand.class,
            OnCallCommand.class,
            CheckInsCommand.class,
            QuestionsCommand.class,
            ReceiversCommand.class,
            RulesCommand.class,
            DeliveriesCommand.class,
            DeadLettersCommand.class,
            StatisticsCommand.class,
            AuditCommand.class,
            EventBridgeCommand.class,
            SnsCommand.class,
            StoreCommand.class,
            ImportCommand.class,
            TokensCommand.class,
            LinksCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class);

    private static final int LONGEST_MISTAKE = 500;

    /** How picocli lists the words of an enum: by their names in Java, while people type and read them in lower case. */
    private static final Pattern WORDS = Pattern.compile("(\\[[A-Z_, ]+]) \\(case-insensitive\\)");

    private final Surroundings surroundings;

    /**
     * What a command finds around it.
     *
     * @param home the folder that relative paths in settings start from
     * @param environment looks up an environment variable
     * @param in standard input
     */
    record Surroundings(Path home, Environment environment, InputStream in) {}

    private Main(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        Optional<String> refused = LogLevel.refusal(System.getenv(LogLevel.VARIABLE));
        if (refused.isPresent()) { // before the first class that logs is loaded
            System.err.println(refused.get());
            System.exit(ExitCodes.FAILED);
        }
        Surroundings real = new Surroundings(
                Path.of(System.getProperty("hub.home", "")), Environment.of(System.getenv()), System.in);
        boolean run = args.length > 0 && args[0].equals("run");
        CommandLine line = run ? runLine(real) : commandLine(real);
        line.setOut(Terminal.of(line.getOut(), Terminal.OUT, real.environment()));
        line.setErr(Terminal.of(line.getErr(), Terminal.ERR, real.environment()));
        System.exit(line.execute(args));
    }

    static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(surroundings, COMMANDS);
    }

    /** Of {@code run} alone: to read the annotations of all commands is a tenth of a start. */
    static CommandLine runLine(Surroundings surroundings) {
        return commandLine(surroundings, List.of(RunCommand.class));
    }

    private static CommandLine commandLine(Surroundings surroundings, List<Class<?>> commands) {
        CommandLine line = new CommandLine(new Main(surroundings));
        commands.forEach(line::addSubcommand);
        HelpLayout.applyTo(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(parsed -> {
            CommandLine.ParseResult last = lastOf(parsed);
            HelpLayout.fit(last);
            int exit = new CommandLine.RunLast().execute(parsed);
            last.commandSpec().commandLine().getOut().flush();
            return exit;
        });
        line.setParameterExceptionHandler((mistake, arguments) -> misused(mistake));
        line.setExecutionExceptionHandler((failure, command, parsed) -> told(failure, command));
        return line;
    }

    private static CommandLine.ParseResult lastOf(CommandLine.ParseResult parsed) {
        return parsed.hasSubcommand() ? lastOf(parsed.subcommand()) : parsed;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** A mistake in the command line is one line, and one that says where help is: the whole usage would hide it. */
    private static int misused(CommandLine.ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        String words = WORDS.matcher(mistake.getMessage().replaceAll("\\R\\s*", " "))
                .replaceAll(found -> found.group(1).toLowerCase(Locale.ROOT));
        err.println(TerminalText.line(words, LONGEST_MISTAKE));
        err.println(meant(mistake)
                .map(word -> "Did you mean " + word + "? Else try ./" + help(command))
                .orElse("Try ./" + help(command)));
        err.flush();
        return ExitCodes.WRONG_COMMAND_LINE;
    }

    private static String help(CommandLine command) {
        return command.getCommandSpec().qualifiedName() + " --help";
    }

    /** The command or the option that is nearest to the word that none is. */
    private static Optional<String> meant(CommandLine.ParameterException mistake) {
        if (!(mistake instanceof CommandLine.UnmatchedArgumentException unmatched)) {
            return Optional.empty();
        }
        CommandLine.Model.CommandSpec spec = mistake.getCommandLine().getCommandSpec();
        String word = unmatched.getUnmatched().get(0);
        return NearestWord.of(
                word,
                word.startsWith("-")
                        ? spec.optionsMap().keySet()
                        : spec.subcommands().keySet());
    }

    /** What an operator can act on is told in its own words, one finding a line; the rest is our fault and shows where. */
    private static int told(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        int exit = ExitCodes.FAILED;
        if (failure instanceof CommandException one) {
            err.println(one.getMessage());
            exit = one.exit();
        } else if (failure instanceof CancelledException end) {
            err.println(end.told());
            exit = ExitCodes.CANCELLED;
        } else if (failure instanceof InvalidFileException
                || failure instanceof CannotStartException
                || failure instanceof CannotPreviewException
                || failure instanceof CannotListenException) {
            err.println(failure.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        err.flush();
        return exit;
    }
}
