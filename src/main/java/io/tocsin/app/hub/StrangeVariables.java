package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Environment variables that begin as the hub's own and that no file reads either: most likely somebody expects an effect. */
final class StrangeVariables {

    private StrangeVariables() {}

    static List<Finding> unread(HubSettings settings) {
        if (settings.strangers().isEmpty()) {
            return List.of();
        }
        String read = Stream.concat(Stream.of(settings.file().path()), settings.routes().stream())
                .map(StrangeVariables::text)
                .collect(Collectors.joining());
        return settings.strangers().stream()
                .filter(name -> !read.contains("{{env:" + name))
                .map(name -> SettingNames.finding(
                        name, "see docs/configuration.md for their names; unset it, or give it another prefix"))
                .toList();
    }

    private static String text(Path path) {
        if (!Files.exists(path)) {
            return "";
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> file.toString().matches(".*\\.(ya?ml|properties)"))
                    .map(StrangeVariables::content)
                    .collect(Collectors.joining());
        } catch (IOException unlistable) {
            throw new UncheckedIOException(unlistable);
        }
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return ""; // whoever has to read it says so
        }
    }
}
