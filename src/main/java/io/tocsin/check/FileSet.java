package io.tocsin.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a folder and its sub-folders, and whether they changed.
 *
 * @param folder the folder
 * @param endings which files: those whose names end so
 */
public record FileSet(Path folder, List<String> endings) {

    /** The paths in alphabetical order; none where the folder is missing. */
    public List<Path> paths() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(
                            path -> endings.stream().anyMatch(path.getFileName().toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot list " + folder, unreadable);
        }
    }

    /** The files' texts, in alphabetical order. @throws InvalidFileException if one is not a text in UTF-8 */
    public List<FileText> texts() {
        return paths().stream().map(FileText::read).toList();
    }

    /** A text that differs when a file was added, removed, renamed or written to: names, sizes and times. */
    public String stamp() {
        try {
            return paths().stream().map(FileSet::stamp).collect(Collectors.joining("\n"));
        } catch (UncheckedIOException changing) {
            return "changing: " + changing.getMessage();
        }
    }

    private static String stamp(Path path) {
        try {
            return path + " " + Files.size(path) + " " + Files.getLastModifiedTime(path);
        } catch (IOException gone) {
            return path + " gone";
        }
    }
}
