package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.NearestWord;
import io.tocsin.files.RoutePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file among the routes that nothing reads: because of its ending or its folder, or because no other file names it. Text
 * for people (.md) and files of other endings are left alone.
 */
final class EveryFileIsRead implements RouteRule {
    private static final String RULES = "rules";
    private static final String SCHEMA = ".schema.json";
    private static final String EXPECTED = ".expected.json";
    private static final String ABOUT = ".about.yaml";
    private static final Pattern YAML = Pattern.compile("\\.ya?ml$");
    private static final Pattern TEXT = Pattern.compile("\\.(ya?ml|jq|ftlh?|json)$");
    private static final Pattern HIDDEN = Pattern.compile("(^|/)\\.");
    private static final Pattern WORD = Pattern.compile("\\w[\\w.-]*");
    private static final Pattern MODULE = Pattern.compile("(?:import|include)\\s+\"(?:[^\"]*/)?([\\w-]+)\"");

    @Override
    public List<Finding> check(RouteFiles files) {
        Map<Path, List<Path>> byFolder = new LinkedHashMap<>();
        files.folders().forEach(folder -> byFolder.put(folder, paths(folder)));
        Set<Path> all = byFolder.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        Set<String> words = words(all);
        List<Finding> findings = new ArrayList<>();
        byFolder.forEach((folder, paths) -> paths.forEach(path -> {
            String name = path.getFileName().toString();
            if (YAML.matcher(name).find() && !name.endsWith(ABOUT)) {
                yaml(folder, path, findings);
            } else {
                named(path, all, words, findings);
            }
        }));
        return findings;
    }

    private static List<Path> paths(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> TEXT.matcher(path.toString()).find())
                    .filter(path ->
                            !HIDDEN.matcher(folder.relativize(path).toString()).find())
                    .sorted()
                    .toList();
        } catch (IOException unlistable) {
            throw new UncheckedIOException(unlistable);
        }
    }

    /** What all files but payloads say, word by word; a module that is imported with its ending. */
    private static Set<String> words(Set<Path> paths) {
        Set<String> words = new HashSet<>();
        for (Path path : paths) {
            String text = text(path);
            for (Matcher word = WORD.matcher(text); word.find(); ) {
                words.add(word.group());
            }
            MODULE.matcher(text).results().forEach(found -> words.add(found.group(1) + ".jq"));
        }
        return words;
    }

    private static String text(Path path) {
        try {
            return path.toString().endsWith(".json")
                    ? ""
                    : new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return ""; // told by whoever has to read it
        }
    }

    private static void yaml(Path folder, Path path, List<Finding> findings) {
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
                    meant(room).orElse("move it")));
        } else if (!route && inRoom && !isData(name, inside.getNameCount() == 2)) {
            findings.add(new Finding(
                    path.toString(),
                    0,
                    "a YAML file that is never read",
                    "the ending " + RoutePath.ENDING,
                    "rename it"));
        } else if (!route && !inRoom && !(room.equals(RULES) && inside.getNameCount() >= 2)) {
            findings.add(new Finding(
                    path.toString(),
                    0,
                    "a YAML file that is never read",
                    "rules in " + RULES + ", routes in one of " + String.join(", ", RoutePath.ROOMS),
                    meant(room).orElse("move it")));
        }
    }

    private static Optional<String> meant(String room) {
        List<String> rooms =
                Stream.concat(Stream.of(RULES), RoutePath.ROOMS.stream()).toList();
        return rooms.contains(room)
                ? Optional.empty()
                : NearestWord.of(room, rooms).map(word -> "did you mean the folder `" + word + "`?");
    }

    private static boolean isData(String name, boolean directlyInRoom) {
        return name.equals("mappings.yaml") || name.equals("severities.yaml") && directlyInRoom;
    }

    /** What is read because another file says so, or because it stands beside that. */
    private static void named(Path path, Set<Path> all, Set<String> words, List<Finding> findings) {
        String name = path.getFileName().toString();
        if (name.endsWith(EXPECTED) || name.endsWith(ABOUT)) {
            String payload = name.replaceFirst("\\.(expected\\.json|about\\.yaml)$", ".json");
            beside(path, payload, all, "a sample `" + payload + "` beside it", findings);
        } else if (name.endsWith(SCHEMA)) {
            String jq = name.replace(SCHEMA, ".jq");
            beside(path, jq, all, "the jq file `" + jq + "` beside it, whose messages it limits", findings);
        } else if (name.endsWith(".json")) {
            String folder = path.getParent().getFileName().toString();
            if (!words.contains(folder) && !words.contains(name)) {
                unread(path, "samples in samples/<name of a mapping>", "correct the folder's name", findings);
            }
        } else if (!words.contains(name) && !isMisspelt(name, all, words)) {
            unread(
                    path,
                    "a file that a route, a mapping or another jq file names",
                    "name it there, or remove it",
                    findings);
        }
    }

    /** Whoever names it wrongly is told so where the name is written. */
    private static boolean isMisspelt(String name, Set<Path> all, Set<String> words) {
        Set<String> there =
                all.stream().map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        return words.stream()
                .filter(word -> word.endsWith(".jq") || word.contains(".ftl"))
                .filter(word -> !there.contains(word))
                .anyMatch(word -> NearestWord.of(word, List.of(name)).isPresent());
    }

    private static void beside(Path path, String other, Set<Path> all, String expected, List<Finding> findings) {
        if (!all.contains(path.resolveSibling(other))) {
            unread(path, expected, "rename one of the two, or remove it", findings);
        }
    }

    private static void unread(Path path, String expected, String fix, List<Finding> findings) {
        findings.add(new Finding(path.toString(), 0, "a file that is never read", expected, fix));
    }
}
