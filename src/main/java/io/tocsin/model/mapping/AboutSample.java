package io.tocsin.model.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.FileText;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a sample's JSON does not say of it: {@code <name>.about.yaml} beside {@code <name>.json}.
 *
 * @param page where its sender documents such payloads
 * @param source the hub's source that receives it; empty for the mapping's own
 * @param headers the header fields that come with it, names in lower case
 */
record AboutSample(Optional<String> page, Optional<String> source, Map<String, String> headers) {
    /** How the names of such files end. */
    static final String ENDING = ".about.yaml";

    private static final Set<String> FIELDS = Set.of("page", "source", "headers");

    AboutSample {
        headers = Map.copyOf(headers);
    }

    /** @throws InvalidFileException if the file is there and can't be read */
    static AboutSample beside(Path sample) {
        String name = sample.getFileName().toString().replaceFirst("\\.json$", ENDING);
        Path file = sample.resolveSibling(name);
        if (!Files.exists(file)) {
            return new AboutSample(Optional.empty(), Optional.empty(), Map.of());
        }
        FileText text = FileText.read(file);
        MarkedYaml yaml = MarkedYaml.read(text.name(), text.content());
        refuseOthers(yaml);
        Map<String, String> headers = new HashMap<>();
        yaml.json()
                .path("headers")
                .fields()
                .forEachRemaining(
                        field -> headers.put(field.getKey(), field.getValue().asText()));
        return new AboutSample(text(yaml, "page"), text(yaml, "source"), headers);
    }

    private static Optional<String> text(MarkedYaml yaml, String field) {
        return Optional.ofNullable(yaml.json().path(field).textValue());
    }

    private static void refuseOthers(MarkedYaml yaml) {
        JsonNode json = yaml.json();
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new InvalidFileException(List.of(yaml.finding(
                        JsonPointer.empty().appendProperty(name),
                        "the field `" + name + "`",
                        "page, source and headers",
                        "remove it or correct its name")));
            }
        }
    }
}
