package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.imports.Imported;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where an import goes, and what is said of it. */
final class ImportFolder {

    private ImportFolder() {}

    /**
     * Writes a new folder, all of it or nothing.
     *
     * @param files the text of each, by its path below the folder
     * @param secrets likewise, for this user alone
     * @param work may be ended between two files
     * @throws CommandException if there is something in it, or it can't be written
     */
    static void write(Path to, Map<String, String> files, Map<String, String> secrets, LongWork work) {
        Deque<Path> made = new ArrayDeque<>();
        try {
            refuseWhatIsThere(to);
            makeFolder(to.resolve("rules"), made);
            work.ifEnded("nothing was made in " + to);
            for (Map.Entry<String, String> one : files.entrySet()) {
                work.check();
                Path path = to.resolve(one.getKey());
                makeFolder(path.getParent(), made);
                made.push(path);
                Files.writeString(path, one.getValue());
            }
            for (Map.Entry<String, String> one : secrets.entrySet()) {
                secret(to.resolve(one.getKey()), one.getValue(), made);
            }
        } catch (IOException e) {
            remove(made);
            throw new CommandException("cannot write to " + to + ": " + e.getMessage());
        } catch (RuntimeException e) {
            remove(made);
            throw e;
        }
    }

    /** With those above it that are not there. */
    private static void makeFolder(Path folder, Deque<Path> made) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            makeFolder(folder.getParent(), made);
            Files.createDirectory(folder);
            made.push(folder);
        }
    }

    /** The last one first, so that folders are empty by then. */
    private static void remove(Deque<Path> made) {
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new CommandException(path + " was begun and cannot be removed: " + e.getMessage());
            }
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

    private static void secret(Path path, String content, Deque<Path> made) throws IOException {
        if (!Files.exists(path.getParent())) {
            Files.createDirectory(
                    path.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            made.push(path.getParent());
        }
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        made.push(path);
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
