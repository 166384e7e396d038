package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds between the events of AWS, which no sample alone can show. */
class AwsMappingsTest {
    private static final Path SAMPLES = Path.of("routes/sources/aws/samples");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mappings MAPPINGS = mappings(Map.of());

    @ParameterizedTest
    @CsvSource({
        "cloudwatch-alarm/alarm, cloudwatch-alarm/ok",
        "cloudwatch-alarm/alarm, cloudwatch-alarm-sns/ok",
        "cloudwatch-alarm-sns/alarm, cloudwatch-alarm/ok",
        "cloudwatch-alarm/alarm, cloudwatch-alarm-configuration/deleted",
        "codepipeline-execution/failed, codepipeline-execution/succeeded",
        "codepipeline-stage/failed, codepipeline-stage/succeeded",
        "codepipeline-action/failed, codepipeline-action/succeeded",
        "codebuild/build-failed, codebuild/build-succeeded",
        "codebuild/phase-failed, codebuild/phase-succeeded",
        "codedeploy/failure, codedeploy/success",
        "codedeploy/instance-failure, codedeploy/instance-success",
        "ec2-state/stopped, ec2-state/running",
        "autoscaling/launch-unsuccessful, autoscaling/launch-successful",
        "autoscaling/terminate-unsuccessful, autoscaling/terminate-successful",
        "ecs-task/out-of-memory, ecs-service/steady-state",
        "ecs-task/cannot-pull, ecs-service/steady-state",
        "ecs-task/job-failed, ecs-task/job-ended-well",
        "ecs-service/placement-failure, ecs-service/steady-state",
        "ecs-service/start-impaired, ecs-service/steady-state",
        "ecs-deployment/failed, ecs-deployment/completed",
        "health/issue, health/issue-closed",
        "guardduty/high, guardduty/archived",
        "securityhub/new, securityhub/passed",
        "rds/failover-started, rds/failover-completed",
        "rds/cluster-failover-started, rds/cluster-failover-completed",
        "rds/failure, rds/restarted",
        "rds/shutdown, rds/restarted",
        "rds/low-storage, rds/storage-grown",
        "rds/replication-stopped, rds/replication-resumed",
        "backup/failed, backup/completed",
        "backup/expired, backup/completed",
        "cloudformation/update-rollback-in-progress, cloudformation/update-complete"
    })
    void aResolvedEventFindsItsFiringOne(String firing, String resolved) {
        Alert trouble = alerts(firing).get(0);

        assertThat(trouble.status()).isEqualTo(AlertStatus.FIRING);
        assertThat(alerts(resolved))
                .allSatisfy(alert -> assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED))
                .extracting(Alert::fingerprint)
                .contains(trouble.fingerprint());
    }

    @ParameterizedTest
    @CsvSource({
        "cloudwatch-alarm-configuration/updated",
        "codepipeline-execution/started",
        "codepipeline-stage/started",
        "codepipeline-action/started",
        "codebuild/build-in-progress",
        "codedeploy/start",
        "ec2-state/pending",
        "ecs-task/running",
        "ecs-task/scaled-in",
        "ecs-task/stopped-by-somebody",
        "ecs-service/desired-count-updated",
        "ecs-deployment/in-progress",
        "securityhub/notified",
        "rds/backup",
        "backup/running",
        "cloudformation/update-in-progress",
        "cloudformation/update-rollback-cleanup"
    })
    void whatTellsNobodyAnythingGivesNoAlert(String sample) {
        assertThat(alerts(sample)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ec2-spot-interruption/terminate, PT1H",
        "ec2-rebalance/recommended, PT1H",
        "ec2-state/terminated, PT1H",
        "rds/upgrade-available, PT24H"
    })
    void whatAwsTellsNoEndOfIsEndedByTheHub(String sample, Duration after) {
        assertThat(alerts(sample)).singleElement().satisfies(alert -> assertThat(alert.resolveAfter())
                .contains(after));
    }

    @Test
    void whatHasAnEndOfItsOwnIsNotEndedByTheHub() {
        assertThat(List.of("ec2-state/stopped", "rds/shutdown", "cloudwatch-alarm/alarm", "health/issue"))
                .allSatisfy(sample ->
                        assertThat(alerts(sample).get(0).resolveAfter()).isEmpty());
    }

    @Test
    void bothFormsOfAnAlarmAreTheSameAlert() {
        assertThat(alerts("cloudwatch-alarm-sns/alarm")).isEqualTo(alerts("cloudwatch-alarm/alarm"));
        assertThat(alerts("cloudwatch-alarm-sns/composite")).isEqualTo(alerts("cloudwatch-alarm/composite"));
    }

    @Test
    void theFingerprintHasNothingThatChangesWhileATroubleGoesOn() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            for (Path file : files.filter(path -> path.toString().matches(".*(?<!expected)\\.json"))
                    .toList()) {
                ObjectNode later = (ObjectNode) JSON.readTree(Files.readString(file));
                List<String> before = fingerprints(map(later, Map.of()));
                if (later.has("time")) {
                    later.put("time", "2026-08-21T03:04:05Z").put("id", "another");
                } else {
                    later.put("StateChangeTime", "2026-08-21T03:04:05.006+0000");
                }

                assertThat(fingerprints(map(later, Map.of())))
                        .as(file.toString())
                        .isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        ", FIRING, LOW",
        "low, FIRING, LOW",
        "critical, FIRING, CRITICAL",
        "P2, FIRING, HIGH",
        "resolved, RESOLVED, LOW"
    })
    void aPropertySaysWhatAnAlarmWithoutDataMeans(String word, AlertStatus status, Severity severity) {
        Map<String, String> properties = word == null ? Map.of() : Map.of("cloudwatch.insufficient-data", word);

        for (String sample :
                List.of("cloudwatch-alarm/insufficient-data", "cloudwatch-alarm-sns/metric-math-without-data")) {
            assertThat(alerts(map(json(sample), properties))).singleElement().satisfies(alert -> {
                assertThat(alert.status()).isEqualTo(status);
                assertThat(alert.severity()).isEqualTo(severity);
            });
        }
    }

    @Test
    void anAlarmWithoutDataMayBeIgnored() {
        MapResult result =
                map(json("cloudwatch-alarm/insufficient-data"), Map.of("cloudwatch.insufficient-data", "ignore"));

        assertThat(alerts(result)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, LOW",
        "3.9, LOW",
        "4.0, MEDIUM",
        "6.9, MEDIUM",
        "7.0, HIGH",
        "8.9, HIGH",
        "9.0, CRITICAL",
        "10.0, CRITICAL"
    })
    void theBandsOfGuardDutyAreOurSeverities(double number, Severity severity) {
        ObjectNode finding = (ObjectNode) json("guardduty/high");
        finding.withObject("/detail").put("severity", number);

        assertThat(alerts(map(finding, Map.of())))
                .singleElement()
                .extracting(Alert::severity)
                .isEqualTo(severity);
    }

    /**
     * ECS repeats an event under a new event id, with the same {@code detail.version}, and sends a stopped task again with
     * a higher one as its network is taken down. Same fingerprint, status and severity: the dedup window drops it.
     */
    @Test
    void anEventThatEcsRepeatsUnderANewIdIsTheSameAlert() {
        assertThat(json("ecs-task/out-of-memory-again").at("/id"))
                .isNotEqualTo(json("ecs-task/out-of-memory").at("/id"));
        assertThat(alerts("ecs-task/out-of-memory-again")).isEqualTo(alerts("ecs-task/out-of-memory"));
    }

    /** The pages of a Health event come under one communicationId; so does its copy from the backup region. */
    @Test
    void thePagesOfAHealthEventAreOneTrouble() {
        Alert first = alerts("health/planned").get(0);
        Alert second = alerts("health/planned-second-page").get(0);

        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.severity()).isEqualTo(first.severity());
        assertThat(second.annotations().get("affected_entities")).isEqualTo("i-0fff");
    }

    @Test
    void aHealthEventOfAnotherAccountIsAnotherTrouble() {
        ObjectNode other = (ObjectNode) json("health/issue");
        other.withObject("/detail").put("affectedAccount", "444455556666");

        assertThat(fingerprints(map(other, Map.of()))).isNotEqualTo(fingerprints(map(json("health/issue"), Map.of())));
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, https://eu-west-1.console.aws.amazon.com/",
        "cn-northwest-1, https://cn-northwest-1.console.amazonaws.cn/",
        "us-gov-east-1, https://us-gov-east-1.console.amazonaws-us-gov.com/"
    })
    void aLinkLeadsToTheConsoleOfTheRegionAndItsPartition(String region, String console) {
        for (String sample : List.of("codebuild/build-failed", "backup/failed", "cloudformation/create-failed")) {
            ObjectNode event = (ObjectNode) json(sample);
            event.put("region", region);

            assertThat(alerts(map(event, Map.of())).get(0).links().get(0).href())
                    .startsWith(console)
                    .contains(region);
        }
    }

    private static List<Alert> alerts(String sample) {
        return alerts(map(json(sample), Map.of()));
    }

    private static List<Alert> alerts(MapResult result) {
        assertThat(result).isInstanceOf(MapResult.Mapped.class);
        return ((MapResult.Mapped) result).alerts();
    }

    private static List<String> fingerprints(MapResult result) {
        return alerts(result).stream().map(Alert::fingerprint).toList();
    }

    private static MapResult map(JsonNode event, Map<String, String> properties) {
        Mappings mappings = properties.isEmpty() ? MAPPINGS : mappings(properties);
        return mappings.map(new Payload(event, MappingSamples.SOURCE, MappingSamples.RECEIVED_AT));
    }

    private static Mappings mappings(Map<String, String> properties) {
        return new MappingFiles(List.of(Path.of("routes/sources")), Severity.MEDIUM, properties, JqLimits.DEFAULT)
                .load();
    }

    private static JsonNode json(String sample) {
        try {
            return JSON.readTree(Files.readString(SAMPLES.resolve(sample + ".json")));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
