package io.tocsin.app.hub;

import static io.tocsin.app.hub.SlackApp.actions;
import static io.tocsin.app.hub.SlackApp.form;
import static io.tocsin.app.hub.SlackApp.signature;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Buttons of Slack's messages, by the URL that Slack posts to: https://docs.slack.dev/reference/interaction-payloads and
 * https://docs.slack.dev/authentication/verifying-requests-from-slack.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlackAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Sink slack;
    private TestHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        slack = Sink.start().answer(200, "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1755684005.000100\"}");
        hub = HubFiles.in(folder)
                .rules("rules: [ { name: all, when: { source: [ ci ] }, notify: [ ops-slack ] } ]")
                .write("rules/recipients.yaml", SlackApp.PEOPLE)
                .receiver("slack", "ops-slack", SlackApp.receiver(SlackApp.api(slack)))
                .write("sources/slack-app.camel.yaml", SlackApp.answers(SlackApp.api(slack)))
                .start();
    }

    @AfterAll
    void stop() {
        hub.close();
        slack.close();
    }

    /** An incident with this title, once Slack has its message. */
    private String opened(String title) {
        hub.send("ci", "{\"title\": \"" + title + "\"}");
        JsonNode message = slack.await("/api/chat.postMessage", title, body -> true);
        return actions(message).at("/elements/0/value").asText().split(" ")[1];
    }

    private JsonNode whispered(String word) {
        return slack.await(
                "/actions/T1", word, body -> body.path("response_type").asText().equals("ephemeral"));
    }

    private ObjectNode click(String user, String value) {
        return SlackApp.click(slack, user, value);
    }

    private HttpResponse<String> post(String body, String time, String signature) {
        return SlackApp.post(hub, body, time, signature);
    }

    private HttpResponse<String> post(JsonNode payload) {
        return SlackApp.post(hub, form(payload));
    }

    private void takes(JsonNode payload) {
        HttpResponse<String> answer = AnsweringHub.inTime(() -> post(payload));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aClickAcknowledgesAndTheMessageShowsWhoAndWhen() {
        String incident = opened("Disk full");
        takes(click("U1", "acknowledge " + incident));
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by ann (slack)");
        JsonNode edited = slack.await("/api/chat.update", "Disk full", body -> true);
        assertThat(edited.path("ts").asText()).isEqualTo("1755684005.000100");
        assertThat(edited.toString()).containsPattern("Acknowledged by\\\\nann, 20[0-9-]+ [0-9:]+ UTC");
        assertThat(actions(edited).findValuesAsText("value"))
                .containsExactly(
                        "resolve " + incident,
                        "comment " + incident,
                        "silence " + incident,
                        "unacknowledge " + incident);

        takes(click("U2", "acknowledge " + incident));
        assertThat(whispered("acknowledged before").path("text").asText())
                .startsWith("It was acknowledged before, by ann at 20");
        takes(click("U2", "resolve " + incident));
        assertThat(hub.state(incident)).isEqualTo("resolved");
        JsonNode over = slack.await("/api/chat.update", "Disk full", body -> body.path("text")
                .asText()
                .startsWith("[RESOLVED]"));
        assertThat(actions(over).isMissingNode()).isTrue();
    }

    @Test
    void aRepeatHasNoEffectWhateverHappenedSince() {
        String incident = opened("Repeated");
        ObjectNode click = click("U1", "acknowledge " + incident);
        String time = String.valueOf(Instant.now().getEpochSecond());
        Callable<HttpResponse<String>> pressed = () -> post(form(click), time, signature(time, form(click)));
        assertThat(AnsweringHub.inTime(pressed).statusCode()).isEqualTo(200);
        takes(click("U2", "unacknowledge " + incident));
        assertThat(AnsweringHub.inTime(pressed).statusCode()).isEqualTo(200);
        takes(click); // Slack's own retry is signed anew
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).hasSize(2);
    }

    /** A word for their eyes goes out each time: the id of what was refused is not used up. */
    @Test
    void whatWasRefusedIsRefusedAgainAndDoneOnceItCanBe() {
        String incident = opened("Refused first");
        takes(click("U2", "resolve " + incident));
        ObjectNode click = click("U1", "acknowledge " + incident);
        for (int i = 1; i <= 2; i++) {
            takes(click);
            long count = i;
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> slack.got().stream()
                                    .filter(got -> got.path().equals("/actions/T1")
                                            && got.body().contains(incident + " is left as it is"))
                                    .count()
                            >= count); // more where one was too slow
        }
        assertThat(hub.count("SELECT count(*) FROM answer_taken WHERE id = 'slack "
                        + click.path("trigger_id").asText() + "'"))
                .isZero();
    }

    @Test
    void whoMayNotIsToldWhyAndNobodyElseIs() {
        String incident = opened("Not yours");
        takes(click("U9", "acknowledge " + incident));
        assertThat(whispered("U9").path("text").asText())
                .isEqualTo("Your Slack user U9 belongs to nobody whom this hub knows. Whoever runs it can add"
                        + " `slack: U9` to your addresses in recipients.yaml.");
        takes(click("U3", "resolve " + incident));
        JsonNode whisper = whispered("zoe");
        assertThat(whisper.path("text").asText())
                .isEqualTo("zoe is of the audience executive, and only technical may answer here.");
        assertThat(whisper.path("replace_original").asBoolean(true)).isFalse();
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).isEmpty();
    }

    @Test
    void aCommentIsWrittenInAForm() {
        String incident = opened("Say something");
        ObjectNode click = click("U1", "comment " + incident);
        ObjectNode action = (ObjectNode) click.at("/actions/0");
        action.remove("value");
        action.put("type", "overflow").put("action_id", "tocsin-more");
        action.putObject("selected_option").put("value", "comment " + incident);
        takes(click);
        JsonNode opened = slack.await("/api/views.open", incident, body -> true);
        assertThat(opened.path("trigger_id")).isEqualTo(click.path("trigger_id"));
        assertThat(slack.got().stream()
                        .filter(got -> got.path().equals("/api/views.open"))
                        .map(got -> got.header("Authorization")))
                .contains("Bearer xoxb-bot");

        ObjectNode form = JSON.createObjectNode().put("type", "view_submission");
        form.putObject("user").put("id", "U1");
        form.put("trigger_id", "3.4." + UUID.randomUUID());
        ObjectNode view = ((ObjectNode) opened.path("view").deepCopy()).put("id", "V1");
        String field = opened.at("/view/blocks/0/block_id").asText();
        String element = opened.at("/view/blocks/0/element/action_id").asText();
        ObjectNode value =
                view.putObject("state").putObject("values").putObject(field).putObject(element);
        form.set("view", view);

        value.put("type", "plain_text_input").put("value", "  ");
        HttpResponse<String> refused = AnsweringHub.inTime(() -> post(form));
        assertThat(TestHub.json(refused).path("response_action").asText()).isEqualTo("errors");
        assertThat(TestHub.json(refused).path("errors").path(field).asText()).startsWith("Nothing is written");

        value.put("value", "pg_wal is full");
        takes(form);
        takes(form);
        assertThat(hub.read("/v1/incidents/" + incident).findValuesAsText("text"))
                .containsOnlyOnce("pg_wal is full");
        assertThat(hub.audit(incident)).singleElement().asString().isEqualTo("incident.comment by ann (slack)");
    }

    @Test
    void everyChangeOfABitIsRefusedAndSoIsAnOldOne() {
        String incident = opened("Signed");
        String body = form(click("U1", "acknowledge " + incident));
        String time = String.valueOf(Instant.now().getEpochSecond());
        String signature = signature(time, body);
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i += 7) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) (1 << (i % 7));
            assertThat(post(new String(changed, StandardCharsets.US_ASCII), time, signature)
                            .statusCode())
                    .isEqualTo(401);
        }
        for (int i = 3; i < signature.length(); i++) {
            char other = (char) (signature.charAt(i) ^ 1);
            String changed = signature.substring(0, i) + other + signature.substring(i + 1);
            assertThat(post(body, time, changed).statusCode()).isEqualTo(401);
        }
        for (long away : List.of(-320L, 320L)) {
            String then = String.valueOf(Instant.now().getEpochSecond() + away);
            assertThat(post(body, then, signature(then, body)).statusCode()).isEqualTo(401);
            assertThat(post(body, then, signature).statusCode()).isEqualTo(401);
        }
        assertThat(hub.state(incident)).isEqualTo("open");
        for (long away : List.of(-270L, 270L)) {
            String then = String.valueOf(Instant.now().getEpochSecond() + away);
            assertThat(AnsweringHub.inTime(() -> post(body, then, signature(then, body)))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
    }

    @Test
    void whatIsNoBusinessOfTheHubsIsTakenAndLeft() {
        takes(JSON.createObjectNode().put("type", "view_closed"));
        ObjectNode others = click("U1", "acknowledge inc_x");
        ((ObjectNode) others.at("/actions/0")).put("action_id", "deploy");
        takes(others);
        takes(click("U1", "acknowledge inc_nowhere"));
        assertThat(whispered("inc_nowhere").path("text").asText()).startsWith("No incident has the id inc_nowhere");
        String time = String.valueOf(Instant.now().getEpochSecond());
        for (String body : List.of("no form", "payload=[]", "payload=%7B", "payload=%")) {
            assertThat(post(body, time, signature(time, body)).statusCode()).isEqualTo(400);
        }
    }
}
