package io.tocsin.channel;

import io.tocsin.files.FileSet;
import io.tocsin.files.FileText;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.alert.NamedFields;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The labels and annotations that messages name: {@code .labels.team} or {@code labels["team"]} in the jq and FreeMarker
 * files of channels, and in the route files beside them. These are code, read at the start.
 */
public final class MessageFields {
    private static final Pattern NAMED =
            Pattern.compile("\\b(labels|annotations)(?:\\.\"?(\\w+)|\\??\\.?\\[\\s*[\"']([^\"']+)[\"'])");

    private MessageFields() {}

    /** Those of all route folders. */
    public static NamedFields in(List<Path> routes) {
        List<Path> rooms =
                routes.stream().map(folder -> folder.resolve("channels")).toList();
        Set<String> fields = new FileSet(rooms, List.of(".jq", ".ftl", ".camel.yaml"))
                .paths().stream()
                        .flatMap(file -> NAMED.matcher(text(file)).results())
                        .map(found -> found.group(1) + "." + (found.group(2) == null ? found.group(3) : found.group(2)))
                        .collect(Collectors.toSet());
        return NamedFields.among(fields);
    }

    private static String text(Path file) {
        try {
            return FileText.read(file).content();
        } catch (InvalidFileException unreadable) {
            return ""; // who needs the file tells it
        }
    }
}
