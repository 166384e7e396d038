package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub audit export}. */
@Command(
        name = "export",
        description =
                "Write the sealed rows in their order, one JSON object a line. ./hub audit verify --file checks it.",
        mixinStandardHelpOptions = true,
        footer = {"./hub audit export --to audit.jsonl", "./hub audit export --after 120000 > later.jsonl"})
final class AuditExportCommand implements Callable<Integer> {

    private static final int PAGE = 1_000;

    @Option(
            names = "--after",
            paramLabel = "ROW",
            defaultValue = "0",
            description = "Those behind this row, to go on from an earlier export (${DEFAULT-VALUE}: all).")
    private long after;

    @Option(names = "--to", paramLabel = "FILE", description = "Where to; without it standard output.")
    private Path to;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        return to == null ? LongWork.run(hub.out(), hub.err(), this::print) : LongWork.run(hub.err(), this::toFile);
    }

    private int print(LongWork work) {
        HubClient client = hub.client();
        if (hub.isForPeople()) {
            each(client, work, entry -> hub.out().print(line(entry)));
            hub.out().flush();
        } else {
            StreamedList entries = hub.list("entries");
            each(client, work, entries::add);
            entries.end(client.json().createObjectNode());
        }
        return ExitCodes.DONE;
    }

    private int toFile(LongWork work) {
        HubClient client = hub.client();
        long rows = write(client, work);
        hub.print(
                client.json().createObjectNode().put("rows", rows).put("file", to.toString()),
                out -> out.println(rows + (rows == 1 ? " row" : " rows") + " written to " + to));
        return ExitCodes.DONE;
    }

    /** Beside the file first: one that is there stays as it was until the new one is whole. */
    private long write(HubClient client, LongWork work) {
        Path beside = to.resolveSibling(to.getFileName() + ".part");
        try {
            long rows;
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(beside, StandardCharsets.UTF_8))) {
                rows = each(client, work, entry -> out.print(line(entry)));
                if (out.checkError()) {
                    throw new CommandException(beside + " cannot be written");
                }
            }
            Files.move(beside, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } catch (IOException e) {
            throw new CommandException(to + " cannot be written: " + e.getMessage());
        } finally {
            discard(beside);
        }
    }

    private static void discard(Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            throw new CommandException(beside + " cannot be removed: " + e.getMessage());
        }
    }

    private static String line(JsonNode entry) {
        return TerminalText.escaped(entry.toString()) + "\n";
    }

    /** Reads page by page. @return how many rows there were */
    private long each(HubClient client, LongWork work, Consumer<JsonNode> entries) {
        long rows = 0;
        String from = Long.toString(after);
        while (true) {
            String far = rows + (rows == 1 ? " row" : " rows");
            work.ifEnded(to == null ? far : to + " is as it was");
            work.check();
            work.show(far);
            JsonNode page = client.get("/v1/audit/export?limit=" + PAGE + "&after=" + from);
            page.path("entries").forEach(entries);
            rows += page.path("entries").size();
            if (!page.has("next")) {
                return rows;
            }
            from = page.path("next").asText();
        }
    }
}
