package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertReader;
import io.tocsin.model.alert.AlertStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the mappings of each sender promise beyond their samples. */
class SenderMappingsTest {
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
        "opsgenie/samples/opsgenie-alert/create, opsgenie/samples/opsgenie-alert/close",
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
        Alert begin = SenderSamples.alert(firing);
        Alert end = SenderSamples.alert(resolved);

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
        assertThat(SenderSamples.alert(other).fingerprint())
                .isNotEqualTo(SenderSamples.alert(one).fingerprint());
    }

    @Test
    void aLaterTimeIsNoOtherTrouble() throws IOException {
        for (Path sample : SenderSamples.files()) {
            Payload payload = SenderSamples.payload(sample);
            JsonNode later = new ObjectMapper()
                    .readTree(payload.content()
                            .toString()
                            .replace("2026-08-20", "2026-09-01")
                            .replace("17872", "17889"));

            assertThat(fingerprints(new Payload(
                            later, payload.source(), payload.headers(), Instant.parse("2026-09-01T00:00:00Z"))))
                    .as(sample.toString())
                    .isEqualTo(fingerprints(payload));
        }
    }

    private static List<String> fingerprints(Payload payload) {
        return SenderSamples.alerts(payload).stream().map(Alert::fingerprint).toList();
    }

    @Test
    void everySeverityOfASampleIsKnown() throws IOException {
        for (Path sample : SenderSamples.files()) {
            assertThat(SenderSamples.alerts(SenderSamples.payload(sample)))
                    .as(sample.toString())
                    .allSatisfy(
                            alert -> assertThat(alert.annotations()).doesNotContainKey(AlertReader.UNKNOWN_SEVERITY));
        }
    }

    @Test
    void everySampleNamesThePageOfItsSender() throws IOException {
        for (Path sample : SenderSamples.files()) {
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
        JsonNode payload = new ObjectMapper().readTree("{\"title\":\"x\",\"message\":\"y\"}");

        assertThat(SenderSamples.MAPPINGS.map(new Payload(payload, sender, header, MappingSamples.RECEIVED_AT)))
                .isEqualTo(new MapResult.Mapped(sender + "-other", List.of(), List.of()));
    }

    @Test
    void oneKeyAtTwoPagerDutySourcesIsTwoTroubles() throws IOException {
        JsonNode payload = SenderSamples.payload(
                        Path.of("routes/sources/pagerduty/samples/pagerduty-event/trigger.json"))
                .content();

        assertThat(SenderSamples.MAPPINGS.map(new Payload(payload, "night", MappingSamples.RECEIVED_AT)))
                .isNotEqualTo(SenderSamples.MAPPINGS.map(new Payload(payload, "day", MappingSamples.RECEIVED_AT)));
    }

    @Test
    void aPagerDutyKeyStaysWithItsSender() throws IOException {
        Alert alert = SenderSamples.alert("pagerduty/samples/pagerduty-event/trigger");

        assertThat(alert.toString()).doesNotContain("R0123456789012345678901234567890");
    }
}
