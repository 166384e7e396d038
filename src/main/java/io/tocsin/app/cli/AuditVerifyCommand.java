package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub audit verify}. */
@Command(
        name = "verify",
        description = "Say whether the audit was changed since it was sealed. Exits with 1 where it was.",
        mixinStandardHelpOptions = true,
        footer = {"./hub audit verify", "./hub audit verify --file audit.jsonl"})
final class AuditVerifyCommand implements Callable<Integer> {

    @Option(
            names = "--head",
            paramLabel = "ROW:HASH",
            defaultValue = "",
            description =
                    "Also that this row has this hash, as an earlier verify gave it and somebody kept it elsewhere.")
    private String head;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Check a file of ./hub audit export in place of a hub's audit; no hub is asked.")
    private Path file;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        return LongWork.run(hub.err(), this::verify);
    }

    private int verify(LongWork work) {
        LongConsumer rows = read -> work.at(read + (read == 1 ? " row" : " rows") + " read");
        JsonNode found =
                file == null ? VerifiedParts.of(hub.client(), head, rows) : ExportedAudit.verify(file, head, rows);
        hub.print(found, out -> print(found, out));
        return found.path("intact").asBoolean() ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private void print(JsonNode found, PrintWriter out) {
        long rows = found.path("rows").asLong();
        String which = rows == 0
                ? "no row is sealed"
                : "rows " + found.path("first").asText() + " to "
                        + found.path("head").asText().split(":")[0];
        if (found.path("intact").asBoolean()) {
            out.println("intact: " + which);
        } else {
            out.println("NOT INTACT: " + which + ", " + found.path("faultCount").asText() + " faults");
            found.path("faults")
                    .forEach(fault -> out.println(
                            "  " + TerminalText.line(fault.path("what").asText(), 400)));
            long more = found.path("faultCount").asLong() - found.path("faults").size();
            if (more > 0) {
                out.println("  and " + more + " more");
            }
        }
        found.path("notes")
                .forEach(note -> out.println(
                        "note: " + TerminalText.line(note.path("what").asText(), 400)));
        if (found.has("removed")) {
            out.println("rows up to " + found.at("/removed/upTo").asText()
                    + " were removed for their age (hub.audit.retention)");
        }
        unsealed(found.path("unsealed"), out);
        if (rows > 0) {
            out.println("head: " + TerminalText.line(found.path("head").asText(), 100));
            out.println(
                    "keep it where nobody who can write to the store can: verify --head finds what was written anew before it");
        }
    }

    private static void unsealed(JsonNode unsealed, PrintWriter out) {
        long rows = unsealed.path("rows").asLong();
        if (rows > 0) {
            out.println((rows == 1 ? "1 row is" : rows + " rows are") + " not sealed yet, the oldest of "
                    + unsealed.path("oldest").asText()
                    + (unsealed.path("late").asBoolean()
                            ? ": THEY SHOULD BE: is a hub running, and what does its log say?"
                            : ": whether those were changed nobody can tell"));
        }
    }
}
