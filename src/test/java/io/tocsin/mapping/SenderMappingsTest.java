package io.tocsin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertReader;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the mappings of each sender promise beyond their samples. */
class SenderMappingsTest {
    private static final Path FOLDER = Path.of("routes/sources");
    private static final List<String> SENDERS = List.of(
            "alertmanager",
            "datadog",
            "github",
            "gitlab",
            "grafana",
            "jenkins",
            "newrelic",
            "pagerduty",
            "prometheus",
            "sentry",
            "uptime-kuma",
            "uptimerobot",
            "zabbix");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The words that say what happened, and the objects that hold them. */
    private static final Set<String> DECIDING = Set.of(
            "action",
            "alerts",
            "check_suite",
            "conclusion",
            "deployment_status",
            "object_attributes",
            "phase",
            "state",
            "status",
            "workflow_run");

    private static final List<JsonNode> OTHERS = List.of(
            MissingNode.getInstance(),
            JSON.getNodeFactory().nullNode(),
            JSON.createObjectNode(),
            JSON.createArrayNode(),
            TextNode.valueOf(""),
            IntNode.valueOf(7));
    private static final Mappings MAPPINGS = new MappingFiles(FOLDER, Severity.MEDIUM, JqLimits.DEFAULT).load();

    @ParameterizedTest
    @CsvSource({
        "datadog/samples/datadog/triggered, datadog/samples/datadog/recovered",
        "datadog/samples/datadog/warn-without-priority, datadog/samples/datadog/recovered",
        "datadog/samples/datadog-default/triggered, datadog/samples/datadog-default/recovered",
        "github/samples/github-workflow-run/failed, github/samples/github-workflow-run/succeeded",
        "github/samples/github-deployment-status/failed, github/samples/github-deployment-status/succeeded",
        "github/samples/github-check-suite/failed, github/samples/github-check-suite/succeeded",
        "github/samples/github-dependabot-alert/created, github/samples/github-dependabot-alert/fixed",
        "github/samples/github-dependabot-alert/created, github/samples/github-dependabot-alert/dismissed",
        "github/samples/github-secret-scanning-alert/created, github/samples/github-secret-scanning-alert/resolved",
        "gitlab/samples/gitlab-pipeline/failed, gitlab/samples/gitlab-pipeline/succeeded",
        "gitlab/samples/gitlab-alert/triggered, gitlab/samples/gitlab-alert/resolved",
        "gitlab/samples/gitlab-alert-endpoint/started, gitlab/samples/gitlab-alert-endpoint/ended",
        "grafana/samples/grafana/with-panel, grafana/samples/grafana/resolved",
        "jenkins/samples/jenkins-build/failed, jenkins/samples/jenkins-build/succeeded",
        "jenkins/samples/jenkins-build/unstable, jenkins/samples/jenkins-build/succeeded",
        "newrelic/samples/newrelic-issue/activated, newrelic/samples/newrelic-issue/closed",
        "pagerduty/samples/pagerduty-event/trigger, pagerduty/samples/pagerduty-event/resolve",
        "sentry/samples/sentry-issue/created, sentry/samples/sentry-issue/resolved",
        "sentry/samples/sentry-issue-alert/triggered, sentry/samples/sentry-issue/resolved",
        "sentry/samples/sentry-metric-alert/critical, sentry/samples/sentry-metric-alert/resolved",
        "sentry/samples/sentry-metric-alert/warning, sentry/samples/sentry-metric-alert/resolved",
        "uptime-kuma/samples/uptime-kuma/down, uptime-kuma/samples/uptime-kuma/up",
        "uptimerobot/samples/uptimerobot/down, uptimerobot/samples/uptimerobot/up",
        "zabbix/samples/zabbix-event/problem, zabbix/samples/zabbix-event/recovery"
    })
    void theEndOfATroubleFindsItsBeginning(String firing, String resolved) throws IOException {
        Alert begin = alert(firing);
        Alert end = alert(resolved);

        assertThat(begin.status()).isEqualTo(AlertStatus.FIRING);
        assertThat(end.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(end.fingerprint()).isEqualTo(begin.fingerprint());
    }

    @ParameterizedTest
    @CsvSource({
        "github/samples/github-workflow-run/failed, github/samples/github-workflow-run/failed-in-a-fork",
        "gitlab/samples/gitlab-pipeline/failed, gitlab/samples/gitlab-pipeline/failed-in-a-merge-request",
        "uptimerobot/samples/uptimerobot/down, uptimerobot/samples/uptimerobot/certificate-expires"
    })
    void whatOnlyLooksTheSameIsAnotherTrouble(String one, String other) throws IOException {
        assertThat(alert(other).fingerprint()).isNotEqualTo(alert(one).fingerprint());
    }

    /**
     * In jq an object with one field that gives nothing is nothing as a whole. So a field that is missing, or of another
     * type, may make the mapping fail, which is seen; but only the word that says what happened may make it tell nothing.
     */
    @Test
    void onlyTheWordThatSaysWhatHappenedMakesAnAlertDisappear() throws IOException {
        Set<String> deciding = new TreeSet<>();
        for (Path sample : samples()) {
            Payload payload = payload(sample);
            if (told(MAPPINGS.map(payload)) > 0) {
                deciding.addAll(fieldsWithoutWhichNothingIsTold(payload));
            }
        }

        assertThat(deciding).isSubsetOf(DECIDING);
    }

    private static Set<String> fieldsWithoutWhichNothingIsTold(Payload payload) {
        Set<String> names = new TreeSet<>();
        for (JsonPointer place : places(payload.content(), JsonPointer.empty())) {
            String name = place.last().getMatchingProperty();
            for (JsonNode other : OTHERS) {
                JsonNode content = payload.content().deepCopy();
                ObjectNode parent = (ObjectNode) content.at(place.head());
                if (other.isMissingNode()) {
                    parent.remove(name);
                } else {
                    parent.set(name, other);
                }
                MapResult result =
                        MAPPINGS.map(new Payload(content, payload.source(), payload.headers(), payload.receivedAt()));
                if (told(result) == 0) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** The places of all fields of objects within objects; what a list holds is as its first element. */
    private static List<JsonPointer> places(JsonNode json, JsonPointer at) {
        List<JsonPointer> places = new ArrayList<>();
        if (json.isArray() && !json.isEmpty()) {
            return places(json.get(0), at.appendIndex(0));
        }
        json.fields().forEachRemaining(field -> {
            JsonPointer place = at.appendProperty(field.getKey());
            places.add(place);
            places.addAll(places(field.getValue(), place));
        });
        return places;
    }

    /** How many alerts, good or bad; a mapping that fails or that does not take it is seen, too. */
    private static int told(MapResult result) {
        return result instanceof MapResult.Mapped mapped
                ? mapped.alerts().size() + mapped.bad().size()
                : 1;
    }

    @Test
    void everySeverityOfASampleIsKnown() throws IOException {
        for (Path sample : samples()) {
            if (result(sample) instanceof MapResult.Mapped mapped) {
                assertThat(mapped.alerts()).as(sample.toString()).allSatisfy(alert -> assertThat(alert.annotations())
                        .doesNotContainKey(AlertReader.UNKNOWN_SEVERITY));
            }
        }
    }

    @Test
    void everySampleNamesThePageOfItsSender() throws IOException {
        for (Path sample : samples()) {
            assertThat(AboutSample.beside(sample).page())
                    .as(sample.toString())
                    .hasValueSatisfying(page -> assertThat(page).startsWith("https://"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab", "sentry"})
    void anEventThatNoMappingOfTheSenderIsForTellsNothingThoughItLooksLikeAnAlert(String sender) throws IOException {
        Map<String, String> header = Map.of(
                Map.of(
                                "github", "x-github-event",
                                "gitlab", "x-gitlab-event",
                                "sentry", "sentry-hook-resource")
                        .get(sender),
                "something new");
        JsonNode payload = JSON.readTree("{\"title\":\"x\",\"message\":\"y\"}");

        assertThat(MAPPINGS.map(new Payload(payload, sender, header, MappingSamples.RECEIVED_AT)))
                .isEqualTo(new MapResult.Mapped(sender + "-other", List.of(), List.of()));
    }

    @Test
    void oneKeyAtTwoPagerDutySourcesIsTwoTroubles() throws IOException {
        JsonNode payload = payload(FOLDER.resolve("pagerduty/samples/pagerduty-event/trigger.json"))
                .content();

        assertThat(MAPPINGS.map(new Payload(payload, "night", MappingSamples.RECEIVED_AT)))
                .isNotEqualTo(MAPPINGS.map(new Payload(payload, "day", MappingSamples.RECEIVED_AT)));
    }

    @Test
    void aPagerDutyKeyStaysWithItsSender() throws IOException {
        Alert alert = alert("pagerduty/samples/pagerduty-event/trigger");

        assertThat(alert.toString()).doesNotContain("R0123456789012345678901234567890");
    }

    private static List<Path> samples() throws IOException {
        List<Path> samples = new ArrayList<>();
        for (String sender : SENDERS) {
            try (Stream<Path> files = Files.walk(FOLDER.resolve(sender).resolve("samples"))) {
                files.filter(path -> path.toString().endsWith(".json")
                                && !path.toString().endsWith(".expected.json"))
                        .forEach(samples::add);
            }
        }
        return samples;
    }

    private static Alert alert(String sample) throws IOException {
        MapResult result = result(FOLDER.resolve(sample + ".json"));
        return ((MapResult.Mapped) result).alerts().get(0);
    }

    private static MapResult result(Path sample) throws IOException {
        return MAPPINGS.map(payload(sample));
    }

    private static Payload payload(Path sample) throws IOException {
        AboutSample about = AboutSample.beside(sample);
        String source = about.source().orElse(MappingSamples.SOURCE);
        JsonNode content = JSON.readTree(Files.readString(sample));
        return new Payload(content, source, about.headers(), MappingSamples.RECEIVED_AT);
    }
}
