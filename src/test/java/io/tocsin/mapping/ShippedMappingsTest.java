package io.tocsin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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
    void everyJqFileIsNamedByAMapping() throws IOException {
        Set<String> named = MAPPINGS.all().stream()
                .map(mapping -> mapping.jq().getFileName().toString())
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".jq"))
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void bothFormsOfACloudWatchAlarmAreTheSameTrouble() throws IOException {
        Alert throughEventBridge = alert("routes/sources/samples/cloudwatch-alarm/alarm.json");
        Alert throughSns = alert("routes/sources/samples/cloudwatch-alarm-sns/alarm.json");
        Alert over = alert("routes/sources/samples/cloudwatch-alarm/ok.json");

        assertThat(throughSns).isEqualTo(throughEventBridge);
        assertThat(over.fingerprint()).isEqualTo(throughSns.fingerprint());
        assertThat(over.status()).isEqualTo(AlertStatus.RESOLVED);
    }

    @ParameterizedTest
    @CsvSource({
        "alertmanager-v2,",
        "alertmanager-webhook,alertmanager",
        "aws-health,eventbridge",
        "cloudevent-structured,cloudevent",
        "cloudwatch-alarm-eventbridge,cloudwatch-alarm",
        "cloudwatch-alarm-sns-message,cloudwatch-alarm-sns",
        "codepipeline-failed,codepipeline-execution",
        "ec2-spot-interruption,ec2-spot-interruption",
        "ecs-task-stopped,eventbridge",
        "grafana-webhook,alertmanager",
        "guardduty-finding,eventbridge",
        "pagerduty-events-v2,",
        "slack-interaction,",
        "sns-envelope-notification,",
        "sns-envelope-subscriptionconfirmation,"
    })
    void realPayloadsAreTakenByTheirMappingOrSayWhyNot(String sample, String mapping) throws IOException {
        MapResult result = map(RECEIVED.resolve(sample + ".json"));

        if (mapping == null) {
            assertThat(result).isInstanceOf(MapResult.Unmapped.class);
        } else {
            assertThat(result).isInstanceOfSatisfying(MapResult.Mapped.class, mapped -> {
                assertThat(mapped.mapping()).isEqualTo(mapping);
                assertThat(mapped.alerts()).isNotEmpty();
                assertThat(mapped.bad()).isEmpty();
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

    private static Alert alert(String file) throws IOException {
        return ((MapResult.Mapped) map(Path.of(file))).alerts().get(0);
    }

    private static MapResult map(Path file) throws IOException {
        JsonNode payload = new ObjectMapper().readTree(Files.readString(file));
        return MAPPINGS.map(new Payload(payload, MappingSamples.SOURCE, MappingSamples.RECEIVED_AT));
    }
}
