package io.tocsin.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes, and beside them the few files of the test. */
class RenderCommandTest {
    private static final String ALARM = "routes/sources/aws/samples/cloudwatch-alarm/alarm.json";
    private static final String OK = "routes/sources/aws/samples/cloudwatch-alarm/ok.json";

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        write("rules/test.yaml", """
                rules:
                  - { name: alarms, when: { source: [ aws.cloudwatch ], status: [ firing ] }, severity: critical, notify: [ log ] }
                  - { name: over, when: { status: [ firing, resolved ] }, notify: [ log ] }
                """);
        write("receivers/team.camel.yaml", """
                - templatedRoute:
                    routeTemplateRef: slack
                    routeId: team
                    prefixId: team-
                    parameters:
                      - { name: receiver, value: team }
                      - { name: token, value: xoxb-secret }
                      - { name: channel, value: C42 }
                      - { name: audience, value: executive }
                """);
        write("channels/short.camel.yaml", """
                - routeTemplate:
                    id: short
                    description: Says little
                    parameters:
                      - { name: receiver, required: true, description: Its name }
                    route:
                      description: Says little
                      errorHandler: { noErrorHandler: {} }
                      from:
                        uri: "outbox:{{receiver}}"
                        steps:
                          - setBody: { jq: { expression: "resource:routes:channels/short.jq" } }
                          - to: { uri: "log:short" }
                """);
        write("channels/short.jq", "{title: .incident.title, at: .incident.openedAt}");
        write("channels/short.schema.json", """
                {"description": "https://short.example.org/limits",
                 "properties": {"title": {"type": "string", "maxLength": 10}}}
                """);
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve("more").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Shell shell() {
        return Shell.in(Path.of("")).with("HUB_ROUTES", "routes," + folder.resolve("more"));
    }

    private static JsonNode json(Ran ran) throws IOException {
        assertThat(ran.exit()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }

    @Test
    void whatAChannelWouldSendIsPrintedForTheRulesSeverityAndTheSamplesSource() throws IOException {
        JsonNode message = json(shell().run("render", "--rule", "alarms", "--channel", "webhook", ALARM));
        assertThat(message.at("/notice/kind").asText()).isEqualTo("opened");
        assertThat(message.at("/incident/severity").asText()).isEqualTo("critical");
        assertThat(message.at("/alerts/0/source").asText()).isEqualTo("aws.cloudwatch");
    }

    @Test
    void alertsThatAreOneIncidentAreOneMessage() throws IOException {
        write("rules/groups.yaml", """
                incidents:
                  - { name: by-name, when: { labels: { alertname: [ Down ] } }, by: [ labels.alertname, labels.cluster ] }
                """);
        String alert =
                "{\"status\": \"%s\", \"labels\": {\"alertname\": \"%s\", \"cluster\": \"eu\", \"host\": \"%s\", \"severity\": \"%s\"},"
                        + " \"annotations\": {\"summary\": \"%3$s is down\"}, \"startsAt\": \"2026-08-20T10:00:00Z\"}";
        Path batch = folder.resolve("batch.json");
        Files.writeString(
                batch,
                "{\"version\": \"4\", \"groupKey\": \"g\", \"status\": \"firing\", \"receiver\": \"hub\", \"alerts\": ["
                        + String.join(
                                ",",
                                alert.formatted("resolved", "Down", "c", "critical"),
                                alert.formatted("firing", "Down", "b", "low"),
                                alert.formatted("firing", "Down", "a", "high"),
                                alert.formatted("firing", "Other", "x", "low"))
                        + "]}");
        Ran ran = shell().run("render", "--rule", "over", "--channel", "webhook", "--source", "am", batch.toString());
        List<JsonNode> messages = new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(ran.out())
                .readAll();
        assertThat(messages).as("and the one that stands alone").hasSize(2);
        JsonNode group = messages.get(0);
        assertThat(group.at("/incident/grouping").asText()).isEqualTo("by-name");
        assertThat(group.at("/incident/title").asText()).isEqualTo("Down, eu");
        assertThat(group.at("/incident/severity").asText()).isEqualTo("high");
        assertThat(group.at("/incident/counts").toString())
                .isEqualTo("{\"firing\":2,\"high\":1,\"low\":1,\"resolved\":1}");
        assertThat(group.path("alerts").findValuesAsText("title"))
                .containsExactly("a is down", "b is down", "c is down");
        assertThat(messages.get(1).path("alerts")).hasSize(1);

        JsonNode over = json(shell().run(
                        "render",
                        "--rule",
                        "over",
                        "--channel",
                        "webhook",
                        "--source",
                        "am",
                        "--kind",
                        "resolved",
                        batch.toString()));
        assertThat(over.at("/incident/counts/resolved").asInt()).isEqualTo(3);
        assertThat(over.path("alerts").findValuesAsText("status")).containsExactly("resolved", "resolved", "resolved");
    }

    @Test
    void aLinkToAnswerByIsInTheMessagesThatHaveOne() throws IOException {
        Shell shell = shell().with("HUB_URL", "https://hub.example.org");
        String[] command = {"render", "--rule", "over", "--channel", "discord", ALARM};
        String link = "https://hub.example.org/a/";
        assertThat(shell.run(command).out()).contains(link);
        for (List<String> more : List.of(List.of("--audience", "executive"), List.of("--kind", "resolved"))) {
            String[] other = Stream.concat(Stream.of(command), more.stream()).toArray(String[]::new);
            assertThat(shell.run(other).out())
                    .as(more.toString())
                    .contains("cpu-high")
                    .doesNotContain(link);
        }
    }

    @Test
    void aReceiversOwnValuesCount() throws IOException {
        Ran ran = shell().run("render", "--rule", "alarms", "--receiver", "team", ALARM);
        JsonNode message = json(ran);
        assertThat(message.at("/channel").asText()).isEqualTo("C42");
        assertThat(message.toString()).doesNotContain("\"Threshold\"").contains("CloudWatch alarm cpu-high");
        assertThat(ran.err()).contains("POST chat.postMessage");
        assertThat(ran.out() + ran.err()).doesNotContain("xoxb-secret");
    }

    @Test
    void anAudienceAndAKindAreTried() throws IOException {
        JsonNode message = json(shell().run(
                        "render",
                        "--rule",
                        "alarms",
                        "--receiver",
                        "team",
                        "--audience",
                        "technical",
                        "--kind",
                        "resolved",
                        ALARM));
        assertThat(message.toString()).contains("[RESOLVED]", "Threshold");
    }

    @Test
    void aDigestAndATestMessageAreShownAndAnUnknownKindIsWrongUsage() throws IOException {
        JsonNode digest =
                json(shell().run("render", "--rule", "alarms", "--channel", "webhook", "--kind", "digest", ALARM));
        assertThat(digest.at("/notice/kind").asText()).isEqualTo("digest");
        assertThat(digest.at("/digest/incidents/0/kind").asText()).isEqualTo("opened");
        assertThat(digest.at("/digest/incidents/0/title").asText()).isEqualTo("CloudWatch alarm cpu-high");
        JsonNode test =
                json(shell().run("render", "--rule", "alarms", "--channel", "webhook", "--kind", "test", ALARM));
        assertThat(test.at("/alerts/0/description").asText()).startsWith("TEST: ");
        Ran ran = shell().run("render", "--rule", "alarms", "--channel", "webhook", "--kind", "acknowledged", ALARM);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).containsIgnoringCase("acknowledged").containsIgnoringCase("opened, updated, resolved");
    }

    @Test
    void aMailIsPrintedWithItsHeadersAndBothParts() {
        Ran ran = shell().run("render", "--rule", "over", "--channel", "email", OK);
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Subject: [RESOLVED] CloudWatch alarm cpu-high\n")
                .containsSubsequence("--- text/plain", "RESOLVED", "--- text/html", "</html>");
    }

    @Test
    void standardInputIsAPayloadOfTheSourceThatIsSaid() throws IOException {
        String payload = "{\"title\": \"it burns\", \"source\": \"aws.cloudwatch\"}";
        JsonNode message = json(shell().typing(payload)
                .run("render", "--rule", "everything-to-the-log", "--channel", "webhook", "--source", "shop", "-"));
        assertThat(message.at("/incident/title").asText()).isEqualTo("it burns");
    }

    @Test
    void whatTheProviderWouldRefuseIsSaidWithItsPage() {
        Ran ran = shell().run("render", "--rule", "alarms", "--channel", "short", ALARM);
        assertThat(ran.exit()).isOne();
        assertThat(ran.out()).contains("\"title\": \"CloudWatch alarm cpu-high\"");
        assertThat(ran.err().strip())
                .isEqualTo("/title has 25 characters, at most 10 (https://short.example.org/limits)");
    }

    @Test
    void aRuleThatDoesNotApplySaysWhy() {
        Ran ran = shell().run("render", "--rule", "alarms", "--channel", "webhook", OK);
        assertThat(ran.exit()).isOne();
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("Rule `alarms` does not apply", "resolved, ", "CloudWatch alarm cpu-high: ", "status")
                .contains("more/rules/test.yaml:2");
    }

    @Test
    void unknownNamesAreToldWithTheNearest() {
        Ran rule = shell().run("render", "--rule", "alarm", "--channel", "webhook", ALARM);
        assertThat(rule.exit()).isOne();
        assertThat(rule.err()).contains("There is no rule `alarm`; did you mean `alarms`?");
        Ran channel = shell().run("render", "--rule", "alarms", "--channel", "slak", ALARM);
        assertThat(channel.exit()).isOne();
        assertThat(channel.err()).contains("no channel `slak`", "did you mean `slack`?");
        Ran receiver = shell().run("render", "--rule", "alarms", "--receiver", "teem", ALARM);
        assertThat(receiver.exit()).isOne();
        assertThat(receiver.err()).contains("no receiver `teem`", "did you mean `team`?");
    }

    @Test
    void aChannelBesideAReceiverAndAnUnknownAudienceAreWrongUsage() {
        Ran both = shell().run("render", "--rule", "alarms", "--channel", "slack", "--receiver", "team", ALARM);
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.err()).contains("--channel and --receiver together");
        Ran boss = shell().run("render", "--rule", "alarms", "--receiver", "team", "--audience", "boss", ALARM);
        assertThat(boss.exit()).isEqualTo(2);
        assertThat(boss.err()).contains("boss").containsIgnoringCase("technical, business, customer, executive");
    }

    @Test
    void aReceiverForPeopleAloneIsShownWithAMadeUpAddress() throws IOException {
        write("receivers/people-mail.camel.yaml", """
                - templatedRoute:
                    routeTemplateRef: email
                    routeId: people-mail
                    prefixId: people-mail-
                    parameters:
                      - { name: receiver, value: people-mail }
                      - { name: host, value: smtp.example.org }
                      - { name: from, value: tocsin@example.org }
                """);
        Ran ran = shell().run("render", "--rule", "alarms", "--receiver", "people-mail", ALARM);
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("To: trial@tocsin.invalid");
    }

    @Test
    void aFileThatCannotBeReadAndOneThatIsNoJsonAreOneLine() throws IOException {
        Ran missing = shell().run("render", "--rule", "alarms", "--channel", "webhook", "no/such.json");
        assertThat(missing.exit()).isOne();
        assertThat(missing.err()).startsWith("no/such.json cannot be read").hasLineCount(1);
        Ran broken = shell().typing("{").run("render", "--rule", "alarms", "--channel", "webhook", "-");
        assertThat(broken.exit()).isOne();
        assertThat(broken.err()).startsWith("The payload is not JSON: ");
    }

    @Test
    void withoutAChannelOrAReceiverTheCommandLineIsWrong() {
        Ran ran = shell().run("render", "--rule", "alarms", ALARM);
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("--channel=NAME or --receiver=NAME");
        assertThat(shell().run("render", "--channel", "webhook", ALARM).exit()).isEqualTo(2);
    }
}
