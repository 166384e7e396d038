package io.tocsin.model.mapping;

import static io.tocsin.model.mapping.Reported.alert;
import static io.tocsin.model.mapping.Reported.fingerprints;
import static io.tocsin.model.mapping.Reported.json;
import static io.tocsin.model.mapping.Reported.posted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertReader;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of what people reported as lost is dropped in silence. */
class ReportedMessageTest {
    @ParameterizedTest
    @CsvSource({
        "F01-blank-summary, NodeDown",
        "F01-blank-summary-grafana, PanelHigh",
        "F01-then-2-resolved-blank, QueueLag"
    })
    void aBlankSummaryIsNone(String sample, String title) {
        assertThat(alert(sample).title()).isEqualTo(title);
        assertThat(alert(sample).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void aBlankEndFindsItsBeginning() {
        Alert end = alert("F01-then-2-resolved-blank");

        assertThat(end.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(fingerprints(alert("F01-then-1-firing"), end)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'title':'','summary':' ','message':'it'}",
                "{'title':null,'summary':'it','severity':'','status':'','source':' '}",
                "{'title':'\\u200b','description':'it\\nand more'}",
                "{'title':'','message':'','labels':{'alertname':'it'}}",
                "{'title':' ','fingerprint':'it','status':'resolved'}",
                "{'fingerprint':'it','state':'ok'}",
                "{'dedup_key':'it','status':'resolved'}",
                "{'alias':'it','status':'closed'}"
            })
    void whatIsBlankIsAbsent(String payload) {
        Alert alert = posted(payload);

        assertThat(alert.title()).isEqualTo("it");
        assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(alert.source()).isEqualTo("shop");
        assertThat(alert.annotations()).doesNotContainKey(AlertReader.UNKNOWN_SEVERITY);
    }

    @Test
    void aCriticalAlertWithoutAnyWordIsTold() {
        assertThat(posted("{'title':'','severity':'critical'}").title()).isEqualTo("An alert without a title");
    }

    @Test
    void allOf74LabelsAreKept() {
        assertThat(alert("F06-74-labels").labels())
                .hasSizeGreaterThanOrEqualTo(74)
                .containsKeys("team", "service", "severity");
    }

    @Test
    void codeStarsFormIsEventBridgesOwn() {
        ObjectNode codeStar = json("F08-codestar-failed");
        ObjectNode own = codeStar.deepCopy();
        own.set("detail-type", own.remove("detailType"));

        assertThat(alert(codeStar)).isEqualTo(alert(own));
        assertThat(((MapResult.Mapped) Reported.map(codeStar)).mapping()).isEqualTo("codepipeline-execution");
    }

    @Test
    void whatAlertmanagerLeftOutIsSaidInTheMessageAndAsAnAlert() {
        ObjectNode batch = json("F09-truncated");

        for (Object orgId : new Object[] {null, 1}) {
            if (orgId != null) {
                batch.put("orgId", 1);
            }
            List<Alert> alerts = ((MapResult.Mapped) Reported.map(batch)).alerts();
            assertThat(alerts).hasSize(2);
            assertThat(alerts.get(0).annotations().get("alerts_left_out")).contains("left out 2599 alerts");
            assertThat(alerts.get(1).title()).endsWith("left out 2599 alerts");
            assertThat(alerts.get(1).severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alerts.get(1).resolveAfter()).isPresent();
        }
        batch.put("truncatedAlerts", 0);
        assertThat(((MapResult.Mapped) Reported.map(batch)).alerts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F10-sns-rds | RDS Notification Message: The free storage | Source ID: orders",
                "F10-sns-dms | DMS Notification Message: Replication task has failed | SourceId: orders",
                "F10-sns-asg-launch-error | Auto Scaling: failed launch for group \"web\" | StatusCode: Failed"
            })
    void whatServicesOfAwsPublishIsToldWithSubjectAndFacts(String sample, String title, String fact) {
        Alert alert = Reported.inside(json(sample));

        assertThat(alert.title()).startsWith(title);
        assertThat(alert.description()).contains(fact);
    }

    @Test
    void aLaunchThatGoesWellEndsTheOneThatFailed() {
        ObjectNode failed = json("F10-sns-asg-launch-error");
        ObjectNode well = failed.deepCopy();
        well.put("Message", failed.get("Message").asText().replace("_ERROR", "").replace("Failed", "InProgress"));

        assertThat(Reported.inside(well).status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(fingerprints(Reported.inside(failed), Reported.inside(well))).hasSize(1);
    }

    @Test
    void aLongMessageIsTheDescriptionInWhole() {
        assertThat(alert("F11-message-only").description())
                .endsWith("ACTION NEEDED: set the policy exception before Friday.");
        Alert budget = Reported.inside(json("F11-sns-no-subject"));
        assertThat(budget.title()).isEqualTo("Budget notice");
        assertThat(budget.description()).endsWith("Go to https://console.aws.amazon.com/billing");
        assertThat(posted("{'title':'%s!','severity':'high'}", "x".repeat(400)).description())
                .endsWith("x!");
    }

    @Test
    void gitLabsTimesAreRead() {
        Alert alert = alert("F12-gitlab-utc-times", Map.of("x-gitlab-event", "Pipeline Hook"));

        assertThat(alert.startsAt()).isEqualTo(Instant.parse("2026-11-29T10:05:00Z"));
    }

    @Test
    void clearIsAnEndAndNoSeverity() {
        Alert clear = alert("F14-clear-2-clear");

        assertThat(clear.status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(clear.annotations()).isEmpty();
        assertThat(fingerprints(alert("F14-clear-1-critical"), clear)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clear",
                "healthy",
                "Operational",
                "deactivated",
                "All Clear",
                "back_to_normal",
                "COMPLETE",
                "online",
                "restored"
            })
    void wordsOfAnEndEnd(String word) {
        assertThat(posted("{'title':'x','status':'%s'}", word).status()).isEqualTo(AlertStatus.RESOLVED);
    }

    @ParameterizedTest
    @CsvSource({
        "CLEAR, RESOLVED",
        "ok, RESOLVED",
        "Recovered, RESOLVED",
        "success, FIRING",
        "info, FIRING",
        "normal, FIRING"
    })
    void aSeverityAloneMaySayThatItIsOver(String word, AlertStatus status) {
        assertThat(posted("{'title':'x','severity':'%s'}", word).status()).isEqualTo(status);
        assertThat(posted("{'title':'x','severity':'%s','status':'firing'}", word)
                        .status())
                .isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void theEndOfALegacyRuleOfGrafanaFindsItsBeginning() {
        assertThat(alert("F15-grafana-legacy-2").status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(fingerprints(alert("F15-grafana-legacy-1"), alert("F15-grafana-legacy-2")))
                .hasSize(1);
    }

    @Test
    void escapeCodesAreNotShown() {
        assertThat(alert("F17-ansi").description()).isEqualTo("error: missing file");
    }

    @Test
    void anEventOfSentrysOlderWebhookIsTold() {
        assertThat(alert("F19-sentry-legacy").title()).isEqualTo("ZeroDivisionError: division by zero");
    }

    @Test
    void aSuiteWithoutABranchIsEndedByItselfAlone() {
        Map<String, String> event = Map.of("x-github-event", "check_suite");
        Alert failed = alert("F22-github-checks-1-failed", event);

        assertThat(fingerprints(failed, alert("F22-github-checks-2-succeeded", event)))
                .hasSize(1);
        assertThat(fingerprints(failed, alert("F22-github-checks-3-another-suite-succeeded", event)))
                .hasSize(2);
        assertThat(failed.title()).doesNotContain("null");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, application/json, data_base64",
        "1.0, , data_base64",
        "0.3, application/json, data",
        "1.0, text/plain, data_base64"
    })
    void theDataOfACloudEventInBase64IsRead(String version, String type, String field) {
        boolean text = "text/plain".equals(type);
        String data = text ? "Replica lags" : "{\"title\":\"Replica lags\",\"severity\":\"high\"}";
        ObjectNode event = json("F14-clear-1-critical").removeAll();
        event.put("specversion", version)
                .put("id", "1")
                .put("source", "/db")
                .put("type", "lag")
                .put("subject", "db-1");
        event.put(field, Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
        if (type != null) {
            event.put("datacontenttype", type);
        }
        if (field.equals("data")) {
            event.put("datacontentencoding", "base64");
        }
        JsonNode before = event.deepCopy();

        assertThat(alert(event).title()).startsWith("Replica lags");
        assertThat(alert(event).annotations().containsKey("note")).isEqualTo(version.equals("0.3"));
        assertThat(event).isEqualTo(before);
    }
}
