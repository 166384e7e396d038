package io.tocsin.app.hub;

import io.tocsin.files.RoutePath;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The files with routes, as Camel wants to hear of them. */
final class RouteFolders {

    private RouteFolders() {}

    static String pattern(List<Path> folders) {
        return RoutePath.all(folders).stream()
                .map(path -> "file:" + path.file())
                .collect(Collectors.joining(","));
    }
}
