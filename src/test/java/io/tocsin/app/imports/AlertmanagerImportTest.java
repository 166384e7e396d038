package io.tocsin.app.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.MarkedYaml;
import io.tocsin.model.rule.RuleFiles;
import io.tocsin.model.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an alertmanager.yml becomes what. */
class AlertmanagerImportTest {

    private static final Path TO = Path.of("/tmp/imported");

    private static Imported read(String text) {
        return AlertmanagerImport.of(Path.of("alertmanager.yml"), text, TO);
    }

    private static JsonNode rules(Imported imported) {
        return MarkedYaml.read("rules", imported.files().get("rules/alertmanager.yaml"))
                .json();
    }

    private static final String RECEIVERS = """
            receivers:
            - name: ops
              webhook_configs: [ { url: 'https://hooks.example.org/ops' } ]
            - name: Team X/mails
              email_configs: [ { to: x@example.org } ]
              webhook_configs: [ { url: 'https://hooks.example.org/x?key=s3cret' } ]
            """;

    private static final String MAIL = """
            global: { smtp_smarthost: 'mail.example.org:587', smtp_from: am@example.org, smtp_auth_username: am, smtp_auth_password: pass }
            """;

    @Test
    void aRouteIsARuleForWhatNoRouteBelowItOrBeforeItFits() {
        JsonNode rules = rules(read(MAIL + """
                route:
                  receiver: ops
                  group_by: [ alertname, cluster ]
                  group_wait: 10s
                  group_interval: 1h30m
                  repeat_interval: 1w
                  routes:
                  - match: { team: x }
                    receiver: Team X/mails
                  - matchers: [ 'severity=~"warning|critical"', env != dev ]
                """ + RECEIVERS)).path("rules");

        assertThat(rules.findValuesAsText("name"))
                .containsExactly("team-x-mails", "team-x-mails-beginnings", "ops-2", "ops");
        assertThat(rules.at("/0/matchers").toString()).isEqualTo("[\"team=\\\"x\\\"\"]");
        assertThat(rules.at("/0/notify").toString()).isEqualTo("[\"team-x-mails-webhook\"]");
        assertThat(rules.at("/1/notify").toString())
                .as("mails tell no ends by default")
                .isEqualTo("[\"team-x-mails-email\"]");
        assertThat(rules.at("/1/resolved").asBoolean(true)).isFalse();
        assertThat(rules.at("/2/matchers").toString())
                .isEqualTo("[\"severity=~\\\"warning|critical\\\"\",\"env!=\\\"dev\\\"\"]");
        assertThat(rules.at("/2/unless").toString()).isEqualTo("[\"team-x-mails\"]");
        assertThat(rules.at("/3/unless").toString()).isEqualTo("[\"team-x-mails\",\"ops-2\"]");
        assertThat(rules.at("/3/when/status").size()).isEqualTo(2);
        assertThat(rules.at("/0/wait").asText()
                        + rules.at("/0/interval").asText()
                        + rules.at("/0/repeat").asText())
                .as("inherited")
                .isEqualTo("10s90m7d");
    }

    @Test
    void routesThatCanFitNoAlertTogetherDoNotNameEachOther() {
        JsonNode rules = rules(read(MAIL + """
                route:
                  receiver: ops
                  routes:
                  - match: { team: x }
                    receiver: ops
                  - match: { team: y }
                    receiver: ops
                """ + RECEIVERS)).path("rules");

        assertThat(rules.get(0).has("unless") || rules.get(1).has("unless")).isFalse();
        assertThat(rules.at("/2/unless").size()).isEqualTo(2);
    }

    @Test
    void eachRouteHasGroupsOfItsOwnAsThereAlsoWhereAllGroupAlike() {
        JsonNode alike = rules(read(MAIL + """
                route:
                  receiver: ops
                  group_by: [ alertname, cluster ]
                  routes:
                  - match: { team: x }
                    receiver: Team X/mails
                  - match: { team: y }
                """ + RECEIVERS)).path("incidents");
        assertThat(alike.findValuesAsText("name")).containsExactly("team-x-mails", "ops-2", "ops");
        assertThat(alike.at("/0/by").toString()).isEqualTo("[\"labels.alertname\",\"labels.cluster\"]");
        assertThat(alike.at("/0/matchers/0").asText()).isEqualTo("team=\"x\"");
        assertThat(alike.at("/2").has("matchers")).isFalse();

        assertThat(rules(read(MAIL + """
                route:
                  receiver: ops
                  routes:
                  - match: { team: x }
                    group_by: [ '...' ]
                """ + RECEIVERS))
                        .path("incidents")
                        .findValues("by")
                        .toString())
                .as("without group_by all of a route are one")
                .isEqualTo("[[\"fingerprint\"], []]");
    }

    @Test
    void whatTheLastEntriesWouldLeaveAloneNeedsNone() {
        assertThat(rules(read(MAIL + "route: { receiver: ops, group_by: [ '...' ] }\n" + RECEIVERS))
                        .has("incidents"))
                .isFalse();
        assertThat(rules(read(MAIL + """
                route:
                  receiver: ops
                  group_by: [ '...' ]
                  routes:
                  - match: { team: x }
                    group_by: [ alertname ]
                """ + RECEIVERS)).path("incidents").findValuesAsText("name"))
                .containsExactly("ops-2");
    }

    @Test
    void anAlertThatGoesOnToOtherRoutesIsInAGroupOfTheOneThatEndsTheSearch(@TempDir Path folder) throws IOException {
        Rules rules = load(folder, read(MAIL + """
                route:
                  receiver: ops
                  group_by: [ alertname ]
                  routes:
                  - receiver: ops
                    continue: true
                  - match: { severity: critical }
                    receiver: ops
                    continue: true
                  - match: { team: x }
                    receiver: Team X/mails
                  - match: { team: y }
                    receiver: Team X/mails
                """ + RECEIVERS));

        assertThat(group(rules, "x", "critical"))
                .isEqualTo(group(rules, "x", "warning"))
                .isNotEqualTo(group(rules, "y", "critical"));
        assertThat(group(rules, "z", "critical"))
                .as("where all go on, the last one")
                .isNotEqualTo(group(rules, "z", "warning"));
    }

    private static String group(Rules rules, String team, String severity) {
        ObjectNode alert = JsonNodeFactory.instance
                .objectNode()
                .put("fingerprint", "f")
                .put("status", "firing")
                .put("severity", "high");
        alert.putObject("labels").put("alertname", "a").put("team", team).put("severity", severity);
        return rules.groupings().of(alert).orElseThrow().group(alert).key();
    }

    private static Rules load(Path folder, Imported imported) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), imported.files().get("rules/alertmanager.yaml"));
        return new RuleFiles(folder).load();
    }

    @Test
    void thousandsOfRoutesAreReadAndEachNamesThoseAloneThatItMayMeet(@TempDir Path folder) throws IOException {
        StringBuilder routes =
                new StringBuilder(MAIL + "route:\n  receiver: ops\n  group_by: [ alertname ]\n  routes:\n");
        for (int i = 0; i < 1_000; i++) {
            routes.append("  - matchers: [ 'env=~\"prod|stage\"', 'team=\"t")
                    .append(i)
                    .append("\"' ]\n");
            routes.append("    routes: [ { matchers: [ severity=critical ], receiver: Team X/mails } ]\n");
        }
        Rules rules = load(folder, read(routes + RECEIVERS));
        assertThat(rules.all()).hasSize(3_001);
        assertThat(rules.groupings().all()).hasSize(2_001);
        assertThat(rules.all().stream().mapToInt(rule -> rule.unless().size()).sum())
                .as("each team its critical ones, the root all teams")
                .isEqualTo(2_000);
    }

    @Test
    void secretsStandInFilesOfTheirOwnAndNowhereElse() {
        Imported imported = read(MAIL + "route: { receiver: ops }\n" + RECEIVERS);

        assertThat(imported.secrets())
                .containsEntry("secrets/team-x-mails-email-password", "pass")
                .containsEntry("secrets/team-x-mails-webhook-url", "https://hooks.example.org/x?key=s3cret");
        assertThat(imported.files().get("receivers/team-x-mails-email.camel.yaml"))
                .contains("\"{{file:/tmp/imported/secrets/team-x-mails-email-password}}\"")
                .contains("routeTemplateRef: email")
                .contains("\"mail.example.org\"");
        assertThat(imported.files().values()).noneMatch(text -> text.contains("s3cret") || text.contains("\"pass\""));
    }

    @Test
    void aFileOfASecretStaysWhereItIs() {
        Imported imported = read("""
                route: { receiver: pager }
                receivers:
                - name: pager
                  pagerduty_configs: [ { routing_key_file: /etc/alertmanager/key } ]
                """);
        assertThat(imported.secrets()).isEmpty();
        assertThat(imported.files().get("receivers/pager.camel.yaml")).contains("\"{{file:/etc/alertmanager/key}}\"");
    }

    @Test
    void inhibitRulesKeepTheirMatchers() {
        JsonNode inhibit = rules(read(MAIL + """
                route: { receiver: ops }
                inhibit_rules:
                - source_match: { severity: critical }
                  target_match_re: { severity: warning|info }
                  equal: [ alertname, cluster ]
                - target_matchers: [ 'alertname!="Watchdog"' ]
                """ + RECEIVERS)).path("inhibit");

        assertThat(inhibit.at("/0/sourceMatchers/0").asText()).isEqualTo("severity=\"critical\"");
        assertThat(inhibit.at("/0/targetMatchers/0").asText()).isEqualTo("severity=~\"warning|info\"");
        assertThat(inhibit.at("/0/equal").toString()).isEqualTo("[\"labels.alertname\",\"labels.cluster\"]");
        assertThat(inhibit.at("/1/source/status/0").asText()).as("every alert").isEqualTo("firing");
    }

    @Test
    void timesByTheWeekAreHoursAndOthersAreNamed() {
        Imported imported = read(MAIL + """
                time_intervals:
                - name: office
                  time_intervals:
                  - { times: [ { start_time: '09:00', end_time: '17:00' } ], weekdays: [ 'monday:friday' ], location: Europe/Berlin }
                - name: lunch
                  time_intervals:
                  - { times: [ { start_time: '12:00', end_time: '13:00' } ], location: Europe/Berlin }
                - name: christmas
                  time_intervals: [ { months: [ december ], days_of_month: [ '24:26' ] } ]
                route:
                  receiver: ops
                  routes:
                  - match: { team: x }
                    active_time_intervals: [ office ]
                    mute_time_intervals: [ lunch, christmas ]
                """ + RECEIVERS);

        JsonNode active = rules(imported).at("/rules/0/active");
        assertThat(active.path("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(active.path("hours").toString())
                .isEqualTo("[{\"days\":[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\"],\"from\":\"09:00\",\"to\":\"12:00\"},"
                        + "{\"days\":[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\"],\"from\":\"13:00\",\"to\":\"17:00\"}]");
        assertThat(imported.left()).singleElement().satisfies(left -> {
            assertThat(left.line()).isEqualTo(16);
            assertThat(left.what()).contains("days of the month");
        });
    }

    @Test
    void whatHasNoChannelIsNamedWithItsLine() {
        Imported imported = read("""
                global: { resolve_timeout: 10m }
                templates: [ '/etc/alertmanager/*.tmpl' ]
                route:
                  receiver: ops
                receivers:
                - name: ops
                  opsgenie_configs:
                  - api_key: secret
                  slack_configs:
                  - api_url: https://hooks.slack.com/services/T/B/X
                    channel: '#ops'
                    title: '{{ .CommonLabels.alertname }}'
                """);
        assertThat(imported.left()).extracting(Imported.Left::line).containsExactly(1, 2, 7, 10, 12);
        assertThat(imported.left().get(0).why()).contains("hub.resolve-timeout=10m");
        assertThat(imported.receivers()).containsExactly("ops-slack");
        assertThat(imported.left()).noneMatch(left -> left.toString().contains("secret"));
    }

    @Test
    void yesAndNoAreWordsAsInYaml11AndWhatIsNeitherIsNamed() {
        Imported imported = read("""
                global: { smtp_smarthost: 'mail.example.org:587', smtp_from: am@example.org, smtp_require_tls: off }
                route:
                  receiver: ops
                  routes:
                  - { receiver: audit, continue: yes }
                  - { matchers: [ 'team="x"' ], receiver: ops, continue: maybe }
                receivers:
                - name: ops
                  webhook_configs: [ { url: 'https://hooks.example.org/ops', send_resolved: no } ]
                - name: audit
                  email_configs: [ { to: audit@example.org } ]
                """);

        assertThat(rules(imported).at("/rules/1").has("unless"))
                .as("the first route goes on: it takes nothing from the others")
                .isFalse();
        assertThat(rules(imported).at("/rules/1/resolved").asBoolean(true)).isFalse();
        assertThat(imported.files().get("receivers/audit.camel.yaml")).contains("startTls");
        assertThat(imported.left()).singleElement().satisfies(left -> {
            assertThat(left.line()).isEqualTo(6);
            assertThat(left.toString()).contains("maybe", "neither true nor false");
        });
    }

    @Test
    void aMatchWithoutAValueIsForAlertsWithoutThatLabel() {
        JsonNode rules = rules(read(MAIL + """
                route:
                  receiver: ops
                  routes:
                  - match: { team: }
                """ + RECEIVERS));
        assertThat(rules.at("/rules/0/matchers/0").asText()).isEqualTo("team=\"\"");
    }

    @Test
    void theUrlOfAWebhookIsASecretWhereverItsTokenStands() {
        Imported imported = read("""
                route: { receiver: ops }
                receivers:
                - name: ops
                  webhook_configs: [ { url: 'https://oncall.example.org/integrations/v1/t0ken/' } ]
                - name: masked
                  webhook_configs: [ { url: <secret> } ]
                - name: none
                  webhook_configs: [ { url: '' } ]
                """);

        assertThat(imported.secrets())
                .containsOnlyKeys("secrets/ops-url")
                .containsEntry("secrets/ops-url", "https://oncall.example.org/integrations/v1/t0ken/");
        assertThat(imported.files().values()).noneMatch(text -> text.contains("t0ken") || text.contains("<secret>"));
        assertThat(imported.left()).extracting(Imported.Left::line).contains(6, 8);
    }

    @Test
    void whatHttpIsToldGloballyOrForABotIsSaidOfReceiversThatCannotHaveIt() {
        Imported imported = read("""
                global: { http_config: { follow_redirects: true, proxy_url: 'http://proxy.example.org:3128' } }
                route: { receiver: chat }
                receivers:
                - name: chat
                  discord_configs: [ { webhook_url: 'https://discord.com/api/webhooks/1/abc' } ]
                - name: bot
                  slack_configs:
                  - api_url: https://slack.com/api/chat.postMessage
                    channel: ops
                    http_config: { authorization: { credentials: xoxb-1 }, tls_config: { ca_file: ca.pem } }
                """);
        assertThat(imported.left())
                .extracting(Imported.Left::what)
                .containsExactly("discord_configs: http_config.proxy_url", "slack_configs: http_config.tls_config");
        assertThat(imported.secrets()).containsEntry("secrets/bot-token", "xoxb-1");
    }

    @Test
    void aTokenForHttpThatAnIncomingWebhookOfSlackDoesNotNeedIsNotKept() {
        Imported imported = read("""
                route: { receiver: chat }
                receivers:
                - name: chat
                  slack_configs:
                  - api_url: https://hooks.slack.com/services/T/B/x
                    http_config: { authorization: { credentials: of-a-proxy } }
                """);
        assertThat(imported.secrets()).containsOnlyKeys("secrets/chat-url");
        assertThat(imported.left())
                .extracting(Imported.Left::what)
                .containsExactly("slack_configs: http_config.authorization");
    }

    @Test
    void aChannelThatIsMadeByHandIsNamed() {
        Imported imported = read("""
                route: { receiver: ops }
                receivers:
                - name: ops
                  jira_configs: [ { project: OPS } ]
                """);
        assertThat(imported.left()).anyMatch(left -> left.why().contains("docs/channels/jira.md"));
    }

    @Test
    void aliasesAndMergeKeysStandForWhatTheyName() {
        Imported imported = read("""
                x: &hook { url: 'https://hooks.example.org/a' }
                route: { receiver: a }
                receivers:
                - name: a
                  webhook_configs: [ *hook ]
                - name: b
                  webhook_configs: [ { <<: *hook, send_resolved: false } ]
                """);
        assertThat(imported.receivers()).containsExactly("a", "b");
    }

    @Test
    void matchersMayStandAsTheyDidBeforeQuotesWereNeeded() {
        assertThat(SourceMatchers.read("{foo=~bar\\d+, baz != \"q,ux\"}").stream()
                        .map(Object::toString))
                .containsExactly("foo=~\"bar\\\\d+\"", "baz!=\"q,ux\"");
        assertThat(SourceMatchers.read("foo = bar baz").toString()).isEqualTo("[foo=\"bar baz\"]");
    }

    @Test
    void aRouteWhoseMatcherIsNoneIsLeftOutWithItsLineAndItsAlertsGoOn() {
        Imported imported = read("""
                route:
                  receiver: ops
                  routes:
                  - matchers: [ 'a=~"("' ]
                """ + RECEIVERS);
        assertThat(rules(imported).path("rules").size()).isEqualTo(1);
        assertThat(imported.left().get(0).line()).isEqualTo(4);
        assertThat(imported.left().get(0).why()).contains("`ops`, the route above it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"services.yml", "hours.yml", "platform.yml"})
    void theRulesOfWholeConfigurationsAreRight(String source, @TempDir Path folder) throws IOException {
        Path file = Path.of("src/test/resources/alertmanager", source);
        Imported imported = AlertmanagerImport.of(file, Files.readString(file), TO);
        Rules rules = load(folder, imported);
        assertThat(rules.unknownReceivers(Set.copyOf(imported.receivers()))).isEmpty();
        assertThat(rules.all()).hasSize(imported.rules());
    }

    @Test
    void whatIsNoConfigurationIsRefused() {
        for (String text : List.of("a: 1", "route: { routes: [] }", "a: *b", "- 1")) {
            assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidFileException.class);
        }
    }
}
