package io.tocsin.cli;

import io.tocsin.check.Finding;
import io.tocsin.check.InvalidFileException;
import io.tocsin.hub.HubCheck;
import io.tocsin.hub.HubSettings;
import io.tocsin.hub.Setting;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hub check}: exit code 0 where all is well, 1 with findings, 2 for wrong usage. */
@Command(
        name = "check",
        description = "Looks for mistakes in everything that you edit, without starting or sending anything.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing found", "1:something is to be mended", "2:wrong usage"})
public final class CheckCommand implements Callable<Integer> {

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            defaultValue = "application.properties",
            description = "The properties file (default: ${DEFAULT-VALUE}).")
    private Path properties;

    @Option(
            names = "--routes",
            paramLabel = "FOLDER[,FOLDER]",
            description = "The folders with route files; instead of hub.routes.")
    private Optional<String> routes = Optional.empty();

    @Spec
    private CommandSpec spec;

    /** Called by picocli. */
    public CheckCommand() {}

    @Override
    public Integer call() {
        long began = System.nanoTime();
        List<Finding> findings = findings();
        PrintWriter out = spec.commandLine().getOut();
        findings.forEach(out::println);
        out.println(summary(findings, (System.nanoTime() - began) / 100_000_000));
        out.flush();
        return findings.isEmpty() ? 0 : 1;
    }

    private List<Finding> findings() {
        try {
            HubSettings settings = HubSettings.read(properties, name -> Optional.ofNullable(System.getenv(name)));
            return HubCheck.full(routes.map(folders -> settings.with(Setting.ROUTES, folders))
                    .orElse(settings));
        } catch (InvalidFileException invalid) {
            return invalid.findings();
        }
    }

    private static String summary(List<Finding> findings, long tenths) {
        String time = " (" + tenths / 10 + "." + tenths % 10 + " s)";
        long files = findings.stream().map(Finding::file).distinct().count();
        return findings.isEmpty()
                ? "Nothing to mend." + time
                : plural(findings.size(), "finding") + " in " + plural(files, "file") + "." + time;
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
