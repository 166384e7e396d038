package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.imports.Imported;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where an import goes, and what is said of it. */
final class ImportFolder {

    private ImportFolder() {}

    /**
     * Writes a new folder.
     *
     * @param files the text of each, by its path below the folder
     * @param secrets likewise, for this user alone
     * @throws CommandException if there is something in it, or it can't be written
     */
    static void write(Path to, Map<String, String> files, Map<String, String> secrets) {
        try {
            refuseWhatIsThere(to);
            for (Map.Entry<String, String> one : files.entrySet()) {
                Path path = to.resolve(one.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, one.getValue());
            }
            Files.createDirectories(to.resolve("rules"));
            for (Map.Entry<String, String> one : secrets.entrySet()) {
                secret(to.resolve(one.getKey()), one.getValue());
            }
        } catch (IOException e) {
            throw new CommandException("cannot write to " + to + ": " + e.getMessage());
        }
    }

    private static void refuseWhatIsThere(Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> there = Files.list(to)) {
                if (there.findAny().isPresent()) {
                    throw new CommandException(
                            to + " is not empty; name a new folder, so that nothing of yours is written over");
                }
            }
        }
    }

    private static void secret(Path path, String content) throws IOException {
        if (!Files.exists(path.getParent())) {
            Files.createDirectory(
                    path.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, content);
    }

    /** What was not carried over, and what to do next. */
    static void print(PrintWriter out, Path to, List<Imported.Left> left) {
        if (!left.isEmpty()) {
            out.println();
            out.println("Not carried over, or not quite:");
            left.forEach(one -> out.println("  " + TerminalText.line(one.toString(), 1_000)));
        }
        out.println();
        out.println("Look at the files, then check and use them beside your own:");
        out.println("  ./hub check --routes routes," + to);
        out.println("  hub.routes=routes," + to + "   # in application.properties");
    }

    /** What was not carried over, for programs. */
    static void add(ObjectNode data, List<Imported.Left> left) {
        ArrayNode all = data.putArray("notCarriedOver");
        left.forEach(one -> all.addObject()
                .put("file", one.file())
                .put("line", one.line())
                .put("what", one.what())
                .put("why", one.why()));
    }

    static String plural(int count, String noun) {
        return plural(count, noun, noun + "s");
    }

    static String plural(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
