package io.tocsin.app.hub;

import io.tocsin.files.FileSet;
import io.tocsin.files.FileText;
import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.RoutePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of the route folders that make routes: those in Camel's YAML, and the channels' jq and FreeMarker templates.
 *
 * @param folders the route folders
 */
record WatchedFiles(List<Path> folders) {

    /** What differs from what is in use, in the order in which Camel should read it; what can't be read stays in use. */
    List<RouteEdit> edits(Map<Path, WatchedFile> used, List<Finding> wrong) {
        Map<Path, WatchedFile> now = read(wrong);
        Set<Path> unreadable = new HashSet<>();
        wrong.forEach(finding -> unreadable.add(Path.of(finding.file())));
        List<RouteEdit> all = new ArrayList<>();
        now.forEach((file, text) -> {
            if (!Objects.equals(used.get(file), text)) {
                all.add(new RouteEdit(file, Optional.ofNullable(used.get(file)), Optional.of(text)));
            }
        });
        new TreeSet<>(used.keySet())
                .stream()
                        .filter(file -> !now.containsKey(file) && !unreadable.contains(file))
                        .forEach(file -> all.add(new RouteEdit(file, Optional.of(used.get(file)), Optional.empty())));
        return all;
    }

    /** All of them, in the order in which Camel should read them; what can't be read is found and left out. */
    Map<Path, WatchedFile> read(List<Finding> unreadable) {
        Map<Path, WatchedFile> files = new LinkedHashMap<>();
        RoutePath.all(folders).forEach(path -> read(path.room(), path.file(), files, unreadable));
        messages().paths().forEach(file -> read(RouteEdits.MESSAGES, file, files, unreadable));
        return files;
    }

    private static void read(String room, Path file, Map<Path, WatchedFile> files, List<Finding> unreadable) {
        try {
            files.put(file, new WatchedFile(room, FileText.read(file).content()));
        } catch (InvalidFileException invalid) {
            unreadable.addAll(invalid.findings());
        }
    }

    private FileSet messages() {
        return new FileSet(
                folders.stream().map(folder -> folder.resolve("channels")).toList(), List.of(".jq", ".ftl"));
    }

    /** Another one once a file came, went or changed. */
    String stamp() {
        List<Path> rooms = folders.stream()
                .flatMap(folder -> RoutePath.ROOMS.stream().map(folder::resolve))
                .toList();
        return new FileSet(rooms, List.of(RoutePath.ENDING)).stamp() + "\n"
                + messages().stamp();
    }
}
