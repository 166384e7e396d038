package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.files.FileSet;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import io.tocsin.model.alert.Episode;
import io.tocsin.model.alert.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;

/**
 * The samples of every mapping that is shipped, with fields that are gone, cut, swapped or of another type: always a
 * result with a reason, never an exception, never a hang.
 */
@Tag("slow")
class HostilePayloadTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mappings MAPPINGS =
            new MappingFiles(Path.of("routes/sources"), Severity.MEDIUM, JqLimits.DEFAULT).load();
    private static final Duration PATIENCE = JqLimits.DEFAULT.time().multipliedBy(5);

    @Property(tries = 2_000)
    void aMutatedSampleOfAnyMappingIsMappedOrSaysWhyNot(
            @ForAll("samplesOfMappings") Payload sample, @ForAll List<Mutation> mutations, @ForAll long seed) {
        JsonNode content = sample.content().deepCopy();
        Random random = new Random(seed);
        mutations.stream().limit(4).forEach(mutation -> mutation.apply(content, random));

        holds(new Payload(content, sample.source(), sample.headers(), sample.receivedAt()));
    }

    @Property(tries = 300)
    void aMutatedPayloadFromOutsideIsMappedOrSaysWhyNot(
            @ForAll("payloadsFromOutside") JsonNode sample, @ForAll Mutation mutation, @ForAll long seed) {
        JsonNode content = sample.deepCopy();
        mutation.apply(content, new Random(seed));

        holds(new Payload(content, "ci", MappingSamples.RECEIVED_AT));
    }

    private static void holds(Payload payload) {
        MapResult result = assertTimeoutPreemptively(PATIENCE, () -> MAPPINGS.map(payload));

        if (result instanceof MapResult.Mapped mapped) {
            for (Alert alert : mapped.alerts()) {
                // When its episode was, which decides order alone, is no part of what is kept and shown.
                assertThat(AlertJson.read(AlertJson.write(alert))).isEqualTo(alert.during(Episode.NONE));
            }
            assertThat(mapped.bad()).allSatisfy(bad -> assertThat(bad.reason()).isNotBlank());
        } else if (result instanceof MapResult.Failed failed) {
            assertThat(failed.reason()).isNotBlank().doesNotContain("Exception");
        } else {
            assertThat(((MapResult.Unmapped) result).reason()).isNotBlank();
        }
    }

    /** Each mapping as often as each other, however many samples it has. */
    @Provide
    Arbitrary<Payload> samplesOfMappings() {
        Map<String, List<Payload>> samples = MAPPINGS.all().stream()
                .collect(java.util.stream.Collectors.toMap(Mapping::name, HostilePayloadTest::samples));
        return Arbitraries.of(samples.keySet().stream().sorted().toList())
                .flatMap(mapping -> Arbitraries.of(samples.get(mapping)));
    }

    @Provide
    Arbitrary<JsonNode> payloadsFromOutside() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/samples"))) {
            return Arbitraries.of(files.sorted().map(HostilePayloadTest::read).toList());
        }
    }

    private static List<Payload> samples(Mapping mapping) {
        return new FileSet(mapping.samples(), List.of(".json"))
                .paths().stream()
                        .filter(path -> !path.toString().endsWith(".expected.json"))
                        .map(path -> {
                            AboutSample about = AboutSample.beside(path);
                            String source = about.source()
                                    .orElse(mapping.sources().stream()
                                            .findFirst()
                                            .orElse(MappingSamples.SOURCE));
                            return new Payload(read(path), source, about.headers(), MappingSamples.RECEIVED_AT);
                        })
                        .toList();
    }

    private static JsonNode read(Path path) {
        try {
            return JSON.readTree(Files.readString(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
