package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.imports.AlertmanagerImport;
import io.tocsin.app.imports.Imported;
import io.tocsin.files.FileText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./hub import alertmanager}. */
@Command(
        name = "alertmanager",
        description =
                "Turns an alertmanager.yml into a folder with rules and receivers, and says what it could not carry over.",
        mixinStandardHelpOptions = true,
        footer = "./hub import alertmanager alertmanager.yml --to imported")
final class ImportAlertmanagerCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The configuration of the Alertmanager.")
    private Path file;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "Where rules/, receivers/ and secrets/ are made; a new or an empty folder.")
    private Path to;

    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new CommandException(file + " is not there; name an alertmanager.yml");
        }
        return LongWork.run(config.err(), work -> {
            Imported imported = AlertmanagerImport.of(file, FileText.read(file).content(), to);
            ImportFolder.write(to, imported.files(), imported.secrets(), work);
            output.print(config.out(), json(imported), out -> print(out, imported));
            return ExitCodes.DONE;
        });
    }

    private void print(PrintWriter out, Imported imported) {
        out.println("Made of " + file + " in " + to + ": " + ImportFolder.plural(imported.rules(), "rule") + ", "
                + ImportFolder.plural(imported.groupings(), "entry", "entries") + " under incidents, "
                + ImportFolder.plural(imported.inhibitions(), "inhibition")
                + ", " + ImportFolder.plural(imported.receivers().size(), "receiver") + ", "
                + ImportFolder.plural(imported.secrets().size(), "secret") + ".");
        ImportFolder.print(out, to, imported.left());
        if (!imported.secrets().isEmpty()) {
            out.println("Receivers name their secrets by where they are now: "
                    + to.toAbsolutePath().normalize()
                    + "/secrets. If the folder moves, change the paths in receivers/.");
        }
    }

    private JsonNode json(Imported imported) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("file", file.toString())
                .put("to", to.toString())
                .put("rules", imported.rules())
                .put("incidents", imported.groupings())
                .put("inhibitions", imported.inhibitions());
        imported.receivers().forEach(data.putArray("receivers")::add);
        ArrayNode files = data.putArray("files");
        Stream.concat(imported.files().keySet().stream(), imported.secrets().keySet().stream())
                .sorted()
                .forEach(files::add);
        ImportFolder.add(data, imported.left());
        return data;
    }
}
