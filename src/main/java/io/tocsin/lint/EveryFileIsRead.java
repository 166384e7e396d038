package io.tocsin.lint;

import io.tocsin.check.Finding;
import io.tocsin.check.RoutePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A YAML file among the routes that nothing reads, because of its ending or its folder. */
final class EveryFileIsRead implements RouteRule {

    @Override
    public List<Finding> check(RouteFiles files) {
        List<Finding> findings = new ArrayList<>();
        for (Path folder : files.folders()) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> paths = Files.walk(folder)) {
                paths.filter(Files::isRegularFile)
                        .filter(path -> path.toString().matches(".*\\.ya?ml"))
                        .sorted()
                        .forEach(path -> check(folder, path, findings));
            } catch (IOException unlistable) {
                throw new UncheckedIOException(unlistable);
            }
        }
        return findings;
    }

    private static void check(Path folder, Path path, List<Finding> findings) {
        Path inside = folder.relativize(path);
        String name = path.getFileName().toString();
        String room = inside.getName(0).toString();
        boolean route = name.endsWith(RoutePath.ENDING);
        boolean inRoom = inside.getNameCount() >= 2 && inside.getNameCount() <= 3 && RoutePath.ROOMS.contains(room);
        if (route && !inRoom) {
            findings.add(new Finding(
                    path.toString(),
                    0,
                    "a route file that is never read",
                    "it in one of " + String.join(", ", RoutePath.ROOMS) + ", or in a folder there",
                    "move it"));
        } else if (!route && inRoom && !isData(name, inside.getNameCount() == 2)) {
            findings.add(new Finding(
                    path.toString(),
                    0,
                    "a YAML file that is never read",
                    "the ending " + RoutePath.ENDING,
                    "rename it"));
        }
    }

    private static boolean isData(String name, boolean directlyInRoom) {
        return name.equals("mappings.yaml") || name.equals("severities.yaml") && directlyInRoom;
    }
}
