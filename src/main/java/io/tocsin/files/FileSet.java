package io.tocsin.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of folders and their sub-folders, and whether they changed.
 *
 * @param folders the folders, in order
 * @param endings which files: those whose names end so
 */
public record FileSet(List<Path> folders, List<String> endings) {

    public FileSet {
        folders = List.copyOf(folders);
        endings = List.copyOf(endings);
    }

    /** The files of one folder. */
    public FileSet(Path folder, List<String> endings) {
        this(List.of(folder), endings);
    }

    /** The paths, folder by folder and each in alphabetical order; none of a folder that is missing. */
    public List<Path> paths() {
        return folders.stream().flatMap(folder -> paths(folder).stream()).toList();
    }

    private List<Path> paths(Path folder) {
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
