package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.imports.oncall.ImportedOnCall;
import io.tocsin.app.imports.oncall.OnCallImport;
import io.tocsin.files.FileText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the imports of on-call tools have in common. */
abstract class ImportOnCall implements Callable<Integer> {

    private final OnCallImport.From from;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "What its API answered, in a file for each answer: users, schedules, escalations. Which is which"
                            + " shows by itself.")
    private List<Path> files;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "Where rules/ is made; a new or an empty folder.")
    private Path to;

    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    ImportOnCall(OnCallImport.From from) {
        this.from = from;
    }

    @Override
    public final Integer call() {
        List<FileText> texts = files.stream().map(ImportOnCall::read).toList();
        return LongWork.run(config.err(), work -> {
            ImportedOnCall imported = OnCallImport.of(from, texts, Instant.now());
            ImportFolder.write(to, imported.files(), Map.of(), work);
            output.print(config.out(), json(imported), out -> print(out, imported));
            return ExitCodes.DONE;
        });
    }

    private static FileText read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CommandException(file + " is not there; name files that hold what the API answered");
        }
        return FileText.read(file);
    }

    private void print(PrintWriter out, ImportedOnCall imported) {
        out.println("Made of what " + from.title() + " answered in " + to + ": "
                + ImportFolder.plural(imported.people(), "person", "people") + ", "
                + ImportFolder.plural(imported.teams(), "team") + ", "
                + ImportFolder.plural(imported.schedules(), "schedule") + ", "
                + ImportFolder.plural(imported.escalations(), "escalation") + ".");
        ImportFolder.print(out, to, imported.left());
        if (!imported.kinds().isEmpty()) {
            out.println("Then say under `receivers` in recipients.yaml which of your receivers carries "
                    + String.join(", ", imported.kinds()) + ", and name escalations in rules (escalate: <name>).");
        }
    }

    private ObjectNode json(ImportedOnCall imported) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        files.forEach(file -> data.withArray("from").add(file.toString()));
        data.put("to", to.toString())
                .put("people", imported.people())
                .put("teams", imported.teams())
                .put("schedules", imported.schedules())
                .put("escalations", imported.escalations());
        imported.kinds().forEach(data.putArray("kinds")::add);
        imported.files().keySet().stream().sorted().forEach(data.putArray("files")::add);
        ImportFolder.add(data, imported.left());
        return data;
    }
}
