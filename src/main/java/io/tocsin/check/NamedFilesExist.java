package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code resource:routes:} or {@code freemarker:} that names a file which is not there, by itself or by what an instance
 * gives for a parameter in it.
 */
final class NamedFilesExist implements RouteRule {
    private static final String RESOURCE = "resource:routes:";
    private static final String FREEMARKER = "freemarker:";

    @Override
    public List<Finding> check(RouteFiles files) {
        Stream<Finding> named = files.files().stream()
                .flatMap(file -> file.places().stream())
                .flatMap(place -> file(place)
                        .filter(name -> !name.contains("{{"))
                        .filter(name -> files.find(name).isEmpty())
                        .map(name -> missing(files, place, name))
                        .stream());
        Stream<Finding> chosen = files.templates()
                .flatMap(template -> ChosenFile.of(files, template).stream())
                .filter(file -> files.find(file.name()).isEmpty())
                .map(file -> missing(files, file.place(), file.name()));
        return Stream.concat(named, chosen).toList();
    }

    /** The file that a text names, relative to a route folder. */
    static Optional<String> file(Place place) {
        String text = place.node().isTextual() ? place.text().strip() : "";
        if (text.startsWith(RESOURCE)) {
            return Optional.of(text.substring(RESOURCE.length()));
        }
        if (text.startsWith(FREEMARKER) && Set.of("uri", "to").contains(place.key())) {
            return Optional.of(text.substring(FREEMARKER.length()).replaceFirst("\\?.*", ""));
        }
        return Optional.empty();
    }

    private static Finding missing(RouteFiles files, Place place, String name) {
        Set<String> there = new TreeSet<>();
        files.folders().forEach(folder -> there.addAll(beside(folder, name)));
        return place.finding(
                "the file `" + name + "`, which is not there",
                "a file in "
                        + String.join(
                                " or ",
                                files.folders().stream().map(Path::toString).toList()),
                NearestWord.of(name, there)
                        .map(near -> "did you mean `" + near + "`?")
                        .orElse("add the file, or name another"));
    }

    private static Set<String> beside(Path folder, String name) {
        Path parent = folder.resolve(name).getParent();
        if (!Files.isDirectory(parent)) {
            return Set.of();
        }
        try (Stream<Path> paths = Files.list(parent)) {
            return paths.map(path -> folder.relativize(path).toString()).collect(Collectors.toSet());
        } catch (IOException unlistable) {
            throw new UncheckedIOException(unlistable);
        }
    }
}
