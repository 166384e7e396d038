package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.source.slack.SlackStandIn;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Slack over a socket, and its command over both ways: https://docs.slack.dev/apis/events-api/using-socket-mode and
 * https://docs.slack.dev/interactivity/implementing-slash-commands.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlackSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FILE = "sources/slack-socket.camel.yaml";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SlackStandIn slack;
    private SlackStandIn.Line line;
    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        slack = SlackStandIn.start().greeting();
        hub = HubFiles.in(folder)
                .rules("""
                        rules:
                          - { name: all, when: { source: [ ci ] }, notify: [ ops-slack ] }
                          - { name: woken, when: { source: [ woken ] }, notify: [ ops-slack ], escalate: duty }
                        escalations:
                          - { name: duty, steps: [ { notify: [ ops-slack ], delay: 1h }, { delay: 1h } ] }
                        """)
                .write("rules/recipients.yaml", SlackApp.PEOPLE)
                .write("rules/schedules.yaml", """
                        schedules:
                          - name: platform
                            description: Who is on call for the platform
                            zone: UTC
                            layers: [ { name: weekly, starts: 2026-01-05T08:00, rotation: [ ann, ben ] } ]
                        """)
                .receiver("slack", "ops-slack", SlackApp.receiver(slack.api()))
                .write(FILE, socket("xapp-1-A1-test"))
                .write("sources/slack-app.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: slack-answers
                            routeId: slack-app
                            prefixId: slack-app-
                            parameters:
                              - { name: source, value: slack-app }
                              - { name: secrets, value: %s }
                              - { name: url, value: "%s" }
                        """.formatted(SlackApp.SECRET, slack.api()))
                .start();
        line = slack.next();
    }

    private String socket(String token) {
        return """
                - templatedRoute:
                    routeTemplateRef: slack-socket
                    routeId: slack-socket
                    prefixId: slack-socket-
                    parameters:
                      - { name: source, value: slack-socket }
                      - { name: appToken, value: %s }
                      - { name: token, value: xoxb-bot }
                      - { name: url, value: "%s" }
                """.formatted(token, slack.api());
    }

    @AfterAll
    void stop() {
        hub.close();
        assertThat(line.closed()).as("it says goodbye").isEqualTo("1000");
        slack.close();
    }

    private String opened(String title) {
        hub.send("ci", "{\"title\": \"" + title + "\"}");
        JsonNode message = posted("chat.postMessage", title.split(" [<*]")[0]);
        return message.findValuesAsText("value").stream()
                .filter(value -> value.startsWith("acknowledge "))
                .findFirst()
                .orElseThrow()
                .split(" ")[1];
    }

    private JsonNode posted(String call, String with) {
        return await(with)
                .atMost(PATIENCE)
                .until(
                        () -> slack.calls(call).stream()
                                .map(SlackStandIn.Call::body)
                                .filter(body -> body.contains(with))
                                .map(TestHub::json)
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
    }

    private ObjectNode click(String user, String value) {
        return SlackApp.click(user, value, slack.responseUrl());
    }

    private static ObjectNode command(String user, String text) {
        return JSON.createObjectNode()
                .put("token", "bHKJ2n9AW6Ju3MjciOHfbA1b")
                .put("team_id", "T1")
                .put("team_domain", "acme")
                .put("channel_id", "C1")
                .put("channel_name", "general")
                .put("user_id", user)
                .put("user_name", "rainer")
                .put("command", "/tocsin")
                .put("text", text)
                .put("api_app_id", "A1")
                .put("response_url", "https://hooks.slack.com/commands/T1/1/x")
                .put("trigger_id", "1.3." + UUID.randomUUID());
    }

    /** As Slack, comes again where it hears nothing: a machine may be too busy for the time that the hub takes. */
    private JsonNode acknowledged(String type, String id, JsonNode payload) {
        for (int i = 0; i < 5; i++) {
            line.payload(type, id, payload.toString());
            Optional<JsonNode> answer = line.heard(Duration.ofSeconds(6)).map(TestHub::json);
            if (answer.isPresent()) {
                assertThat(answer.get().path("envelope_id").asText()).isEqualTo(id);
                return answer.get();
            }
        }
        throw new AssertionError(id + " was not acknowledged");
    }

    private long audited(String incident) {
        return hub.count("SELECT count(*) FROM audit WHERE target = '" + incident + "'");
    }

    private JsonNode sent(JsonNode payload) {
        String form = payload.has("command")
                ? payload.properties().stream()
                        .map(field -> field.getKey() + "="
                                + URLEncoder.encode(field.getValue().asText(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))
                : SlackApp.form(payload);
        HttpResponse<String> answer = SlackApp.post(hub, form);
        for (int i = 0; answer.statusCode() == 503 && i < 5; i++) { // as above
            answer = SlackApp.post(hub, form);
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().isEmpty() ? JSON.createObjectNode() : TestHub.json(answer);
    }

    @Test
    @Order(1)
    void aClickIsDoneBeforeItIsAcknowledgedAndTheMessageShowsIt() {
        assertThat(slack.calls("apps.connections.open"))
                .singleElement()
                .satisfies(call -> assertThat(call.authorization()).isEqualTo("Bearer xapp-1-A1-test"));
        String incident = opened("Disk full");
        assertThat(acknowledged("interactive", "e1", click("U1", "acknowledge " + incident))
                        .has("payload"))
                .isFalse();
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(posted("chat.update", "Disk full").toString()).contains("ann");
        acknowledged("interactive", "e2", click("U9", "resolve " + incident));
        assertThat(posted("/actions/T1", "U9").path("response_type").asText()).isEqualTo("ephemeral");
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
    }

    @Test
    @Order(2)
    void whatIsAcknowledgedElsewhereShowsInTheMessage() {
        String incident = opened("Elsewhere");
        assertThat(hub.post("/v1/incidents/" + incident + "/acknowledge", "{\"as\": \"mia\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(posted("chat.update", "Elsewhere").toString()).contains("mia");
    }

    @Test
    @Order(3)
    void aFormIsAnsweredInTheForm() {
        ObjectNode form = JSON.createObjectNode().put("type", "view_submission");
        form.putObject("user").put("id", "U1");
        ObjectNode view = form.putObject("view").put("id", "V1").put("callback_id", "tocsin-comment");
        view.put("private_metadata", opened("Say something"));
        view.putObject("state")
                .putObject("values")
                .putObject("comment")
                .putObject("comment")
                .put("value", " ");
        assertThat(acknowledged("interactive", "e3", form)
                        .at("/payload/response_action")
                        .asText())
                .isEqualTo("errors");
    }

    /** Slack comes again where it heard nothing, on whichever socket, or by the URL where somebody switches Socket Mode off. */
    @Test
    @Order(4)
    void whatComesTwiceIsDoneOnceWhicheverWay() {
        String incident = opened("Twice");
        ObjectNode click = click("U1", "acknowledge " + incident);
        acknowledged("interactive", "e4", click);
        ObjectNode back = click("U2", "unacknowledge " + incident);
        acknowledged("interactive", "e5", back);
        acknowledged("interactive", "e4", click);
        sent(click);
        sent(back);
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(audited(incident)).isEqualTo(2);
    }

    @Test
    @Order(5)
    void whatIsNoBusinessOfTheHubsIsAcknowledgedAndLeft() {
        line.send("no JSON").send("{\"type\":\"unheard_of\"}").send("{\"type\":\"pong\"}");
        acknowledged(
                "events_api",
                "e6",
                TestHub.json("{\"type\":\"event_callback\",\"event\":{\"type\":\"app_home_opened\"}}"));
        acknowledged("unheard_of", "e7", TestHub.json("[1]"));
    }

    @Test
    @Order(6)
    void aCommandIsAnsweredForTheEyesOfWhoTypedItWhicheverWay() {
        String incident = opened("Lag of *replica* <!channel>");
        String end = incident.substring(incident.length() - 6);
        JsonNode listed =
                acknowledged("slash_commands", "c1", command("U1", "incidents")).path("payload");
        assertThat(listed.path("response_type").asText()).isEqualTo("ephemeral");
        assertThat(listed.path("text").asText())
                .contains("`" + end + "` Lag of ＊replica＊ &lt;!channel&gt;: ")
                .contains("nobody sees to it");
        assertThat(sent(command("U1", "incidents"))).isEqualTo(listed);

        assertThat(sent(command("U1", "ack " + end.substring(3))).path("text").asText())
                .as("as the number of a list could be")
                .startsWith("Which one?");
        assertThat(hub.state(incident)).isEqualTo("open");
        ObjectNode ack = command("U1", " ack  " + end.toUpperCase(Locale.ROOT) + " ");
        assertThat(acknowledged("slash_commands", "c2", ack).at("/payload/text").asText())
                .endsWith(": Acknowledged.");
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        sent(ack);
        assertThat(audited(incident)).isEqualTo(1);
        assertThat(sent(command("U2", "ack " + end)).path("text").asText()).contains("acknowledged before, by ann");
        assertThat(sent(command("U2", "ack")).path("text").asText()).startsWith("Which one?");
        assertThat(sent(command("U2", "ack zzzzzz%")).path("text").asText()).startsWith("No open incident");
        assertThat(sent(command("U2", "ack " + end.substring(0, 3) + "_" + end.substring(4)))
                        .path("text")
                        .asText())
                .startsWith("No open incident");

        assertThat(sent(command("U1", "who")).path("text").asText())
                .containsPattern("\\*platform\\*: (ann|ben) until <!date\\^\\d+\\^.*>, then (ben|ann)");
        assertThat(sent(command("U1", "on-call platfrom")).path("text").asText())
                .isEqualTo("No schedule is called platfrom; did you mean platform?");
        assertThat(sent(command("U1", "")).path("text").asText()).contains("`/tocsin incidents`");
        assertThat(sent(command("U1", "dance")).path("text").asText()).startsWith("No such command: dance\n");
        assertThat(sent(command("U9", "incidents")).path("text").asText())
                .startsWith("Your Slack user U9 belongs to nobody");
        assertThat(sent(command("U3", "ack " + end)).path("text").asText())
                .isEqualTo("zoe is of the audience executive, and only technical may answer here.");
    }

    @Test
    @Order(10)
    void aCommandHasTheNextStepComeAtOnceWhereSomebodyIsWoken() {
        String calm = opened("Nobody is woken");
        assertThat(sent(command("U1", "escalate " + calm)).path("text").asText())
                .endsWith("none of its rules that have looked names an escalation (escalate).");
        hub.send("woken", "{\"title\": \"Somebody is woken\"}");
        String escalate = posted("chat.postMessage", "Somebody is woken").findValuesAsText("value").stream()
                .filter(value -> value.startsWith("escalate "))
                .findFirst()
                .orElseThrow();
        assertThat(sent(command("U1", escalate)).path("text").asText()).endsWith(": Its next step comes now.");
        await().atMost(PATIENCE)
                .until(() -> hub.read("/v1/incidents/" + escalate.split(" ")[1])
                                .at("/escalations/0/step")
                                .asInt()
                        == 2);
    }

    @Test
    @Order(7)
    void aSocketThatBreaksInTheMiddleOfAnActIsFollowedByAnotherOne() {
        String incident = opened("Broken off");
        ObjectNode click = click("U1", "acknowledge " + incident);
        line.payload("interactive", "e8", click.toString()).goAway();
        line.closed();
        line = slack.next();
        acknowledged("interactive", "e8", click);
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(audited(incident)).isEqualTo(1);
    }

    private JsonNode troubles() {
        return hub.read("/health/ready").path("troubles");
    }

    private double connected() {
        return hub.get("/metrics")
                .body()
                .lines()
                .filter(metric -> metric.startsWith("tocsin_source_connected{source=\"slack-socket\"}"))
                .mapToDouble(metric -> Double.parseDouble(metric.substring(metric.lastIndexOf(' '))))
                .findFirst()
                .orElse(-1);
    }

    @Test
    @Order(8)
    void aTokenThatIsRevokedShowsInHealthUntilTheFileHasAnother() throws IOException {
        assertThat(connected()).isEqualTo(1);
        slack.answerOpens(url -> "{\"ok\":false,\"error\":\"invalid_auth\"}");
        line.goAway();
        line.closed();
        await().atMost(PATIENCE).until(() -> troubles().toString().contains("invalid_auth"));
        assertThat(troubles().toString()).contains("slack-socket: no connection to Slack");
        assertThat(hub.get("/health/ready").statusCode())
                .as("everything else works")
                .isEqualTo(200);
        assertThat(connected()).isZero();
        slack.answerOpens(url -> "{\"ok\":true,\"url\":\"" + url + "\"}");
        Files.writeString(hub.files().routes().resolve(FILE), socket("xapp-1-A1-new"));
        line = slack.next();
        await().atMost(PATIENCE).until(() -> troubles().isEmpty());
        assertThat(connected()).isEqualTo(1);
        assertThat(slack.calls("apps.connections.open")
                        .get(slack.calls("apps.connections.open").size() - 1))
                .satisfies(call -> assertThat(call.authorization()).isEqualTo("Bearer xapp-1-A1-new"));
    }

    @Test
    @Order(9)
    void whoseFileIsRemovedIsLeftAndWhoseComesAgainIsThereAgain() throws IOException {
        Path file = hub.files().routes().resolve(FILE);
        Files.delete(file);
        assertThat(line.closed()).isEqualTo("1000");
        await().atMost(PATIENCE).until(() -> connected() == -1);
        Files.writeString(file, socket("xapp-1-A1-test"));
        line = slack.next();
        await().atMost(PATIENCE).until(() -> connected() == 1);
        assertThat(slack.hasNoOther()).isTrue();
    }
}
