package io.tocsin.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folders with route files, as Camel wants to hear of them. */
final class RouteFolders {

    private static final String FILES = "*.camel.yaml";

    private RouteFolders() {}

    /** Templates first, because their instances can only be made of what is there. */
    static String pattern(List<Path> folders) {
        return Stream.of("channels", "sources", "pipeline", "receivers")
                .flatMap(room -> folders.stream().map(folder -> folder.resolve(room)))
                .filter(Files::isDirectory) // Camel refuses one that is not there, and a folder may do without
                .map(folder -> "file:" + folder + "/" + FILES)
                .collect(Collectors.joining(","));
    }
}
