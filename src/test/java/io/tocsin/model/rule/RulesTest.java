package io.tocsin.model.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.files.Finding;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.rule.RuleTrace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
    private static final String FIRST = """
            rules:
              - name: off
                enabled: false
                when: { status: [ firing ] }
                notify: [ log ]
              - name: production
                description: Production
                when: { status: [ firing ], labels: { env: [ prod ] } }
                severity: critical
                notify: [ slack, mail ]
                dedup: 1h
              - name: quiet
                when: { labels: { account: [ "1" ] } }
                notify: []
                final: true
            """;
    private static final String SECOND = """
            rules:
              - name: everything
                when: { status: [ firing, resolved ] }
                notify: [ log ]
            """;

    @TempDir
    private Path folder;

    @Test
    void allMatchingRulesApplyInTheOrderOfFilesAndOfEachFile() throws IOException {
        assertThat(rules().match(alert(Map.of("env", "prod"))))
                .extracting(Rule::name)
                .containsExactly("production", "everything");
    }

    @Test
    void aFinalRuleEndsTheMatching() throws IOException {
        assertThat(rules().match(alert(Map.of("env", "prod", "account", "1"))))
                .extracting(Rule::name)
                .containsExactly("production", "quiet");
    }

    @Test
    void everyRuleSaysWhatBecameOfIt() throws IOException {
        assertThat(rules().explain(alert(Map.of("env", "test", "account", "1"))))
                .extracting(RuleTrace::rule, RuleTrace::outcome, RuleTrace::reason)
                .containsExactly(
                        tuple("off", Outcome.DISABLED, "enabled: false"),
                        tuple("production", Outcome.NOT_MATCHED, "labels.env is \"test\", expected [\"prod\"]"),
                        tuple("quiet", Outcome.MATCHED, ""),
                        tuple("everything", Outcome.AFTER_FINAL, "`quiet` is final"));
    }

    @Test
    void whatARuleSaysAndWhatItLeavesOutIsRead() throws IOException {
        Rule production = rules().all().get(1);
        Rule everything = rules().all().get(3);

        assertThat(production.severity()).contains(Severity.CRITICAL);
        assertThat(production.receivers()).containsExactly("slack", "mail");
        assertThat(production.dedup()).isEqualTo(Duration.ofHours(1));
        assertThat(production.description()).isEqualTo("Production");
        assertThat(everything.severity()).isEmpty();
        assertThat(everything.dedup()).isEqualTo(Duration.ofMinutes(5));
        assertThat(everything.enabled()).isTrue();
        assertThat(everything.isFinal()).isFalse();
    }

    @Test
    void theVersionIsThatOfTheContent() throws IOException {
        String version = rules().version();

        assertThat(rules().version()).isEqualTo(version).hasSize(12);
        Files.writeString(folder.resolve("2.yaml"), SECOND + "# changed\n");
        assertThat(new RuleFiles(folder).load().version()).isNotEqualTo(version);
    }

    @Test
    void aReceiverThatIsUnknownIsToldWithItsLine() throws IOException {
        assertThat(rules().unknownReceivers(Set.of("slack", "mails", "log")))
                .singleElement()
                .isEqualTo(new Finding(
                        folder.resolve("1.yaml").toString(),
                        10,
                        "the receiver `mail` in rule `production`",
                        "one of log, mails, slack",
                        "did you mean `mails`?"));
    }

    @Test
    void theRulesThatAreShippedAreRightAndTellTheLogOfEverything() {
        Rules shipped = new RuleFiles(Path.of("routes/rules")).load();

        assertThat(shipped.match(alert(Map.of()))).extracting(Rule::receivers).containsExactly(List.of("log"));
    }

    private Rules rules() throws IOException {
        Files.writeString(folder.resolve("2.yaml"), SECOND);
        Files.writeString(folder.resolve("1.yaml"), FIRST);
        return new RuleFiles(folder).load();
    }

    private static Alert alert(Map<String, String> labels) {
        return new Alert(
                "fp",
                AlertStatus.FIRING,
                Severity.HIGH,
                "title",
                "",
                "ci",
                labels,
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty());
    }
}
