package io.tocsin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertJson;
import io.tocsin.alert.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Real payloads with fields that are gone, swapped or of another type: always a result, never an exception. */
class HostilePayloadTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mappings MAPPINGS =
            new MappingFiles(Path.of("routes/sources"), Severity.MEDIUM, JqLimits.DEFAULT).load();
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e308",
            "\"\"",
            "\"${jndi:ldap://x}\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[[]]]",
            "{\"a\":{\"b\":[null]}}",
            "\"{not json\"",
            "[1,\"a\",null]");

    @Property(tries = 2_000)
    void aMutatedPayloadIsMappedOrSaysWhyNot(@ForAll("payloads") JsonNode sample, @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        JsonNode payload = sample.deepCopy();
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutate(payload, random);
        }

        MapResult result = MAPPINGS.map(new Payload(payload, "ci", MappingSamples.RECEIVED_AT));

        if (result instanceof MapResult.Mapped mapped) {
            for (Alert alert : mapped.alerts()) {
                assertThat(AlertJson.read(AlertJson.write(alert))).isEqualTo(alert);
            }
            assertThat(mapped.bad()).allSatisfy(bad -> assertThat(bad.reason()).isNotBlank());
        } else if (result instanceof MapResult.Failed failed) {
            assertThat(failed.reason()).isNotBlank().doesNotContain("Exception");
        } else {
            assertThat(((MapResult.Unmapped) result).reason()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<JsonNode> payloads() throws IOException {
        List<JsonNode> payloads = new ArrayList<>();
        for (String folder : List.of("src/test/resources/samples", "routes/sources/samples")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(path -> path.toString().endsWith(".json")
                                && !path.toString().endsWith(".expected.json"))
                        .sorted()
                        .forEach(path -> payloads.add(read(path)));
            }
        }
        return Arbitraries.of(payloads);
    }

    private static void mutate(JsonNode root, Random random) throws IOException {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextBoolean()) {
                object.set(name, value);
            } else {
                object.remove(name);
            }
        } else if (container instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode read(Path path) {
        try {
            return JSON.readTree(Files.readString(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
