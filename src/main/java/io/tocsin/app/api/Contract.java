package io.tocsin.app.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.MarkedYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the API promises: {@code openapi/tocsin.yaml}, OpenAPI 3.1, as it is served and as the hub goes by it
 * (docs/decisions/0086-the-contract-is-bound.md).
 */
final class Contract {

    /** Where it stands, for errors that are for whoever changes the code. */
    static final String FILE = "src/main/resources/openapi/tocsin.yaml";

    private static final String RESOURCE = "/openapi/tocsin.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final List<Operation> operations;

    /** @param document OpenAPI 3.1; do not change it */
    Contract(JsonNode document) {
        this.document = document;
        this.operations = read(document);
    }

    /** The one that is shipped. */
    static Contract shipped() {
        try (InputStream text = Contract.class.getResourceAsStream(RESOURCE)) {
            return new Contract(MarkedYaml.read(FILE, new String(text.readAllBytes(), StandardCharsets.UTF_8))
                    .json());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The whole document; do not change it. */
    JsonNode document() {
        return document;
    }

    /** Every operation, path by path in the document's order. */
    List<Operation> operations() {
        return operations;
    }

    private static List<Operation> read(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(method -> operations.add(Operation.of(document, path.getKey(), method.getKey()))));
        return List.copyOf(operations);
    }

    /** What a node stands for: itself, or what its {@code $ref} names. */
    static JsonNode resolved(JsonNode document, JsonNode node) {
        JsonNode at = node;
        while (at.has("$ref")) {
            at = document.at(JsonPointer.compile(at.path("$ref").asText().substring(1)));
        }
        return at;
    }
}
