package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.files.FileText;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.event.Envelope;
import io.tocsin.model.event.EventDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedMappingsTest {
    private static final Path FOLDER = Path.of("routes/sources");
    private static final Path RECEIVED = Path.of("src/test/resources/samples");
    private static final Mappings MAPPINGS = new MappingFiles(FOLDER, Severity.MEDIUM, JqLimits.DEFAULT).load();

    @Test
    void everySampleGivesTheAlertsThatAreExpected() {
        assertThat(new MappingSamples(MAPPINGS).check()).isEmpty();
    }

    @Test
    void everyJqFileIsNamedByAMappingOrImportedByOneThatIs() throws IOException {
        Set<Path> named = MAPPINGS.all().stream().map(Mapping::jq).collect(Collectors.toCollection(TreeSet::new));
        for (Path jq : List.copyOf(named)) {
            JqImports.of(FileText.read(jq), jq.getParent())
                    .modules()
                    .forEach(module -> named.add(Path.of(module.name())));
        }
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.filter(path -> path.toString().endsWith(".jq")).toList())
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alertmanager-v2,",
        "alertmanager-webhook,alertmanager",
        "aws-health,health",
        "cloudevent-structured,cloudevent",
        "cloudwatch-alarm-eventbridge,cloudwatch-alarm",
        "cloudwatch-alarm-sns-message,cloudwatch-alarm-sns",
        "codepipeline-failed,codepipeline-execution",
        "ec2-spot-interruption,ec2-spot-interruption",
        "ecs-task-stopped,ecs-task",
        "grafana-webhook,grafana",
        "guardduty-finding,guardduty",
        "pagerduty-events-v2,pagerduty-event",
        "slack-interaction,",
        "sns-envelope-notification,generic",
        "sns-envelope-subscriptionconfirmation,"
    })
    void realPayloadsAreTakenByTheirMappingOrSayWhyNot(String sample, String mapping) throws IOException {
        MapResult result = map(unwrapped(RECEIVED.resolve(sample + ".json")));

        if (mapping == null) {
            assertThat(result).isInstanceOf(MapResult.Unmapped.class);
        } else {
            assertThat(result).isInstanceOfSatisfying(MapResult.Mapped.class, mapped -> {
                assertThat(mapped.mapping()).isEqualTo(mapping);
                assertThat(mapped.alerts()).isNotEmpty();
                assertThat(mapped.bad()).isEmpty();
                assertThat(mapped.alerts())
                        .allSatisfy(alert -> assertThat(alert.title()).doesNotContain("null"));
            });
        }
    }

    @Test
    void manyThreadsShareTheMappings() throws IOException {
        JsonNode payload = new ObjectMapper().readTree(Files.readString(RECEIVED.resolve("codepipeline-failed.json")));
        MapResult alone = MAPPINGS.map(new Payload(payload, "ci", MappingSamples.RECEIVED_AT));

        assertThat(IntStream.range(0, 2_000)
                        .parallel()
                        .mapToObj(i -> MAPPINGS.map(new Payload(payload, "ci", MappingSamples.RECEIVED_AT))))
                .allMatch(alone::equals);
    }

    /** What is inside, as an SQS source takes it out. */
    private static JsonNode unwrapped(Path file) throws IOException {
        List<EventDraft> inside = new Envelope().unwrap("aws", "m-1", Files.readString(file));
        return new ObjectMapper().readTree(inside.get(0).body());
    }

    private static MapResult map(JsonNode payload) {
        return MAPPINGS.map(new Payload(payload, MappingSamples.SOURCE, MappingSamples.RECEIVED_AT));
    }
}
