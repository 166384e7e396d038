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
    void matchersOfLabelsStandBesideAPatternOrAlone() throws IOException {
        Rules rules = rules("""
                rules:
                  - { name: both, when: { severity: [ high ] }, matchers: [ 'env!~"dev|test"' ], notify: [ log ] }
                  - { name: low, when: { severity: [ low ] }, matchers: [ 'env!~"dev|test"' ], notify: [ log ] }
                  - { name: alone, matchers: [ 'team="db"', 'tier!="x"' ], notify: [ log ] }
                """);
        assertThat(names(rules, Map.of("team", "db"))).containsExactly("both", "alone");
        assertThat(names(rules, Map.of("env", "dev"))).isEmpty();
        assertThat(rules.named().labels()).containsExactlyInAnyOrder("env", "team", "tier");
        assertThat(rules.explain(alert(Map.of("env", "dev", "team", "web"))))
                .extracting(RuleTrace::reason)
                .containsExactly(
                        "labels.env is \"dev\", expected env!~\"dev|test\"",
                        "severity is \"high\", expected [\"low\"]",
                        "labels.team is \"web\", expected team=\"db\"");
    }

    @Test
    void aRuleDoesNotApplyWhereOneFitsThatItNames() throws IOException {
        Rules rules = rules("""
                rules:
                  - { name: db, matchers: [ 'team="db"' ], unless: [ critical-db ], notify: [ a ], final: true }
                  - { name: critical-db, matchers: [ 'team="db"', 'level="1"' ], notify: [ b ] }
                  - { name: rest, when: { status: [ firing ] }, unless: [ db, off ], notify: [ c ] }
                  - { name: off, when: { status: [ firing ] }, enabled: false, notify: [ d ] }
                """);
        assertThat(names(rules, Map.of("team", "db"))).containsExactly("db");
        assertThat(names(rules, Map.of("team", "db", "level", "1")))
                .as("`db` is final where it applies alone, and `rest` asks what it is for")
                .containsExactly("critical-db");
        assertThat(names(rules, Map.of())).as("what is off fits nothing").containsExactly("rest");
        assertThat(rules.explain(alert(Map.of("team", "db", "level", "1"))))
                .extracting(RuleTrace::outcome)
                .containsExactly(Outcome.NOT_MATCHED, Outcome.MATCHED, Outcome.NOT_MATCHED, Outcome.DISABLED);
        assertThat(rules.explain(alert(Map.of("team", "db", "level", "1")))
                        .get(0)
                        .reason())
                .contains("`critical-db` fits, too");
    }

    /** Compares with a walk through all of them: the index finds what it would. */
    @Test
    void thousandsOfRulesWithMatchersAreFoundByTheirValues() throws IOException {
        StringBuilder yaml = new StringBuilder("rules:\n");
        for (int i = 0; i < 2_000; i++) {
            yaml.append("  - { name: r")
                    .append(i)
                    .append(", matchers: [ 'team=\"t")
                    .append(i)
                    .append("\"', 'env=~\"p.*\"' ], notify: [ log ] }\n");
        }
        Rules rules = rules(yaml.toString());
        assertThat(names(rules, Map.of("team", "t1234", "env", "prod"))).containsExactly("r1234");
        assertThat(names(rules, Map.of("team", "t1234", "env", "dev"))).isEmpty();
    }

    private Rules rules(String yaml) throws IOException {
        Files.writeString(folder.resolve("1.yaml"), yaml);
        return new RuleFiles(folder).load();
    }

    private static List<String> names(Rules rules, Map<String, String> labels) {
        return rules.match(alert(labels)).stream().map(Rule::name).toList();
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
