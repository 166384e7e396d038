package io.tocsin.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file with routes.
 *
 * @param room the folder below a route folder that it is in, such as {@code sources}
 * @param file the file
 */
public record RoutePath(String room, Path file) {
    /** How the names of files with routes end. */
    public static final String ENDING = ".camel.yaml";

    /** The rooms, in the order in which Camel should read them. */
    public static final List<String> ROOMS = List.of("channels", "sources", "pipeline", "receivers");

    private static final Pattern TEMPLATE = Pattern.compile("(?m)^- routeTemplate:");

    /**
     * All files with routes, in the rooms and in their sub-folders, in the order in which Camel should read them: within a
     * room templates first, because their instances can only be made of what is there.
     *
     * @param folders the route folders
     */
    public static List<RoutePath> all(List<Path> folders) {
        return ROOMS.stream()
                .flatMap(room -> folders.stream()
                        .flatMap(folder -> files(folder.resolve(room)))
                        .sorted(Comparator.comparing(file -> !hasTemplate(file)))
                        .map(file -> new RoutePath(room, file)))
                .toList();
    }

    private static Stream<Path> files(Path room) {
        if (!Files.isDirectory(room)) {
            return Stream.empty();
        }
        try (Stream<Path> paths = Files.walk(room, 2)) {
            return paths
                    .filter(path -> path.toString().endsWith(ENDING))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException unlistable) {
            throw new UncheckedIOException("cannot list " + room, unlistable);
        }
    }

    /** What can't be read is no template here; whoever reads it next says what is wrong. */
    private static boolean hasTemplate(Path file) {
        try {
            try (InputStream bytes = Files.newInputStream(file)) {
                String text = new String(bytes.readNBytes(FileLimits.BYTES), StandardCharsets.UTF_8);
                return TEMPLATE.matcher(text).find();
            }
        } catch (IOException unreadable) {
            return false;
        }
    }
}
