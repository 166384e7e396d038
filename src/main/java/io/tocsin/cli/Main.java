package io.tocsin.cli;

import io.tocsin.check.InvalidFileException;
import io.tocsin.http.CannotListenException;
import io.tocsin.hub.CannotStartException;
import io.tocsin.hub.Environment;
import io.tocsin.preview.CannotPreviewException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code ./hub <command>}. */
@Command(
        name = "hub",
        description = "Tocsin: takes operational events in and tells the right people.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:it could not be done; standard error says why", "2:the command line is wrong"},
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            RenderCommand.class,
            TestReceiverCommand.class,
            SendCommand.class,
            TraceCommand.class,
            ReceiversCommand.class,
            DeadLettersCommand.class,
            EventBridgeCommand.class,
            TokensCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

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
            System.exit(CommandLine.ExitCode.SOFTWARE);
        }
        Surroundings real = new Surroundings(
                Path.of(System.getProperty("hub.home", "")), Environment.of(System.getenv()), System.in);
        System.exit(commandLine(real).execute(args));
    }

    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine line = new CommandLine(new Main(surroundings));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(parsed -> {
            int exit = new CommandLine.RunLast().execute(parsed);
            lastOf(parsed).commandSpec().commandLine().getOut().flush();
            return exit;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> told(failure, command));
        return line;
    }

    private static CommandLine.ParseResult lastOf(CommandLine.ParseResult parsed) {
        return parsed.hasSubcommand() ? lastOf(parsed.subcommand()) : parsed;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** What an operator can act on is told in its own words, one finding a line; the rest is our fault and shows where. */
    private static int told(Exception failure, CommandLine command) {
        boolean known = failure instanceof CommandException
                || failure instanceof InvalidFileException
                || failure instanceof CannotStartException
                || failure instanceof CannotPreviewException
                || failure instanceof CannotListenException;
        if (known) {
            command.getErr().println(failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
