package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.Environment;
import io.tocsin.app.hub.HubCheck;
import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hub check}: exit code 0 where all is well, 1 with findings, 2 for wrong usage. */
@Command(
        name = "check",
        description = "Looks for mistakes in everything that you edit, without starting or sending anything.",
        mixinStandardHelpOptions = true,
        footer = {"./hub check", "./hub check --routes routes,imported --json"},
        exitCodeList = {"0:nothing found", "1:something is to be fixed", "2:the command line is wrong"})
public final class CheckCommand implements Callable<Integer> {

    @Option(
            names = {"--config", "--properties"},
            paramLabel = "FILE",
            description = "The settings; without it application.properties beside the launcher.")
    private Optional<Path> properties = Optional.empty();

    @Option(
            names = "--routes",
            paramLabel = "FOLDER[,FOLDER]",
            description = "The folders with route files; instead of hub.routes.")
    private Optional<String> routes = Optional.empty();

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec spec;

    private final Path home;
    private final Environment environment;

    /** The command as the launcher starts it. */
    public CheckCommand() {
        this(home(), Environment.of(System.getenv()));
    }

    /**
     * The command somewhere else.
     *
     * @param home the folder that relative paths in settings start from
     * @param environment looks up an environment variable
     */
    CheckCommand(Path home, Environment environment) {
        this.home = home;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        long began = System.nanoTime();
        List<String> notes = new ArrayList<>();
        List<Finding> findings = findings(notes);
        PrintWriter out = spec.commandLine().getOut();
        output.print(out, json(findings, notes), text -> {
            findings.forEach(text::println);
            notes.forEach(note -> text.println("Note: " + note));
            text.println(summary(findings, (System.nanoTime() - began) / 100_000_000));
        });
        out.flush();
        return findings.isEmpty() ? 0 : 1;
    }

    private static JsonNode json(List<Finding> findings, List<String> notes) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode list = data.putArray("findings");
        findings.forEach(finding -> list.addObject()
                .put("file", finding.file())
                .put("line", finding.line())
                .put("found", finding.found())
                .put("expected", finding.expected())
                .put("fix", finding.fix()));
        notes.forEach(data.putArray("notes")::add);
        return data;
    }

    /** @param notes takes what is no mistake */
    private List<Finding> findings(List<String> notes) {
        properties.filter(file -> !Files.isRegularFile(file)).ifPresent(file -> {
            throw new CommandException(file + " is not there; --config names a properties file");
        });
        try {
            HubSettings.Sound sound =
                    HubSettings.sound(properties.orElse(home.resolve("application.properties")), environment);
            HubSettings settings = sound.settings()
                    .with(
                            Setting.ROUTES,
                            routes.orElseGet(() -> atHome(sound.settings().routes())));
            Set<Finding> findings = new LinkedHashSet<>(sound.findings());
            findings.addAll(HubCheck.full(settings));
            notes.addAll(HubCheck.notes(settings));
            return List.copyOf(findings);
        } catch (InvalidFileException invalid) {
            return invalid.findings();
        }
    }

    private String atHome(List<Path> folders) {
        return folders.stream().map(folder -> home.resolve(folder).toString()).collect(Collectors.joining(","));
    }

    /** The launcher's folder as seen from here, so that findings name files as the user would type them. */
    private static Path home() {
        Path here = Path.of("").toAbsolutePath();
        return here.relativize(Path.of(System.getProperty("hub.home", "")).toAbsolutePath());
    }

    private static String summary(List<Finding> findings, long tenths) {
        String time = " (" + tenths / 10 + "." + tenths % 10 + " s)";
        long files = findings.stream().map(Finding::file).distinct().count();
        return findings.isEmpty()
                ? "Nothing to fix." + time
                : plural(findings.size(), "finding") + " in " + plural(files, "file") + "." + time;
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
