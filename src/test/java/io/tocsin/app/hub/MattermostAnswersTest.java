package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Buttons of Mattermost's messages: https://docs.mattermost.com/developers/integrate/plugins/interactive-messages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MattermostAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "9f31c0-mattermost-secret";

    private final AtomicLong ids = new AtomicLong(1_000);
    private AnsweringHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        Sink sink = Sink.start();
        TestHub started = HubFiles.in(folder)
                .with(Setting.URL, "https://hub.example.org")
                .rules("""
                        rules:
                          - { name: all, when: { source: [ matter ] }, notify: [ mattermost ] }
                          - { name: woken, when: { source: [ woken ] }, notify: [ mattermost ], escalate: duty }
                        escalations:
                          - { name: duty, steps: [ { notify: [ mattermost ], delay: 1h } ] }
                        """)
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { mattermost: "@ann" } }
                          - { name: ben, addresses: { mattermost: ben9id } }
                          - { name: zoe, audience: executive, addresses: { mattermost: "@zoe" } }
                        teams: []
                        receivers: { mattermost: mattermost }
                        """)
                .receiver(
                        "mattermost",
                        "mattermost",
                        Map.of(
                                "url",
                                sink.url().replaceFirst("/hook$", "/hooks/1"),
                                "buttons",
                                "https://hub.example.org/v1/answers/mattermost",
                                "secret",
                                SECRET,
                                "destinationRate",
                                "0"))
                .write("sources/chats.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: mattermost-answers
                            routeId: mattermost-app
                            prefixId: mattermost-app-
                            parameters:
                              - { name: source, value: mattermost }
                              - { name: secrets, value: %s }
                        """.formatted(SECRET))
                .start();
        hub = new AnsweringHub(started, sink);
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    private static JsonNode action(JsonNode message, String what) {
        for (JsonNode action : message.at("/attachments/0/actions")) {
            if (action.path("id").asText().equals(what)) {
                return action;
            }
        }
        throw new AssertionError(what + " is not among " + message);
    }

    /** What Mattermost's server sends for a button: its context as the hub gave it. */
    private ObjectNode click(JsonNode action, String id, String name) {
        ObjectNode click = JSON.createObjectNode()
                .put("user_id", id)
                .put("user_name", name)
                .put("channel_id", "qmd5oqtwoibz8cuzxzg5ekshgr")
                .put("team_id", "ns8wt3ai7jgw8xepi1yqbbzfxh")
                .put("post_id", "gmxbaf1e87fhupoqmbp3o9pmeo")
                .put("trigger_id", "trigger" + ids.incrementAndGet())
                .put("type", "button");
        click.set("context", action.at("/integration/context"));
        return click;
    }

    private HttpRequest.Builder mattermost(JsonNode click) {
        return hub.hub()
                .request("/v1/answers/mattermost")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(click.toString()));
    }

    private JsonNode clicked(JsonNode click) {
        HttpResponse<String> answer = hub.posted(mattermost(click));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestHub.json(answer.body());
    }

    private static String incidentOf(JsonNode message) {
        return action(message, "resolve")
                .at("/integration/context/says")
                .asText()
                .split(" ")[2];
    }

    @Test
    void aButtonAcknowledgesAndTheMessageShowsWhoAndWhen() {
        JsonNode message = hub.opened("matter", "/hooks/1");
        String incident = incidentOf(message);
        assertThat(message.toString()).doesNotContain("hub.example.org/a/");
        assertThat(action(message, "acknowledge").at("/integration/url").asText())
                .isEqualTo("https://hub.example.org/v1/answers/mattermost");
        ObjectNode click = click(action(message, "acknowledge"), "ann7id", "ann");
        JsonNode answer = clicked(click);
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by ann (mattermost)");
        assertThat(answer.at("/update/message").asText())
                .startsWith(message.path("text").asText() + "\n**Acknowledged by ann**, 20");
        assertThat(answer.path("update").has("props")).as("the rest stays").isFalse();
        assertThat(answer.has("ephemeral_text")).isFalse();

        JsonNode second = clicked(click(action(message, "acknowledge"), "ben9id", "ben"));
        assertThat(second.path("ephemeral_text").asText()).startsWith("It was acknowledged before, by ann at 20");
        assertThat(second.at("/update/message").asText()).contains("**Acknowledged by ann**");

        clicked(click(action(message, "resolve"), "ben9id", "somebody"));
        assertThat(hub.audit(incident)).contains("incident.resolve by ben (mattermost)");
        clicked(click);
        assertThat(hub.state(incident)).isEqualTo("resolved");
        assertThat(hub.audit(incident)).hasSize(2);
    }

    @Test
    void whatEndedByItselfIsNotShownAsOpen() {
        hub.hub().send("matter", "{\"title\": \"Queue is long\", \"fingerprint\": \"queue\"}");
        JsonNode message = hub.got("/hooks/1", "Queue is long", body -> true);
        String incident = incidentOf(message);
        hub.hub()
                .send("matter", "{\"title\": \"Queue is long\", \"fingerprint\": \"queue\", \"status\": \"resolved\"}");
        await().atMost(AnsweringHub.SOON).until(() -> hub.state(incident).equals("resolved"));
        JsonNode late = clicked(click(action(message, "acknowledge"), "ben9id", "ben"));
        assertThat(late.path("ephemeral_text").asText()).contains("is left as it is: it is resolved");
        assertThat(late.at("/update/message").asText())
                .isEqualTo(message.path("text").asText() + "\n**Resolved**");
    }

    @Test
    void whoMayNotIsToldWhyAndWhoDoesNotKnowTheSecretIsRefused() {
        JsonNode message = hub.opened("matter", "/hooks/1");
        JsonNode button = action(message, "acknowledge");
        JsonNode stranger = clicked(click(button, "x1id", "max"));
        assertThat(stranger.path("ephemeral_text").asText())
                .startsWith("Your Mattermost user @max belongs to nobody")
                .contains("`mattermost: '@max'`");
        assertThat(stranger.has("update")).isFalse();
        assertThat(clicked(click(button, "z1id", "zoe")).path("ephemeral_text").asText())
                .startsWith("zoe is of the audience executive");
        for (int i = 0; i < SECRET.length(); i++) {
            ObjectNode click = click(button, "ann7id", "ann");
            String changed = SECRET.substring(0, i) + (char) (SECRET.charAt(i) ^ 1) + SECRET.substring(i + 1);
            click.set("context", ((ObjectNode) click.path("context").deepCopy()).put("secret", changed));
            assertThat(hub.hub().exchange(mattermost(click)).statusCode()).isEqualTo(401);
        }
        assertThat(hub.state(incidentOf(message))).isEqualTo("open");
    }

    @Test
    void whereSomebodyIsWokenTheNextStepCanComeAtOnce() {
        JsonNode message = hub.opened("woken", "/hooks/1");
        assertThat(message.at("/attachments/0/actions")).hasSize(5);
        assertThat(action(message, "escalate").at("/integration/context/says").asText())
                .isEqualTo("tocsin escalate " + incidentOf(message));
    }

    private static ObjectNode submitted(JsonNode opened, String user, String text) {
        ObjectNode form = JSON.createObjectNode()
                .put("type", "dialog_submission")
                .put("callback_id", opened.at("/dialog/callback_id").asText())
                .put("state", opened.at("/dialog/state").asText())
                .put("user_id", user)
                .put("channel_id", "qmd5oqtwoibz8cuzxzg5ekshgr")
                .put("team_id", "ns8wt3ai7jgw8xepi1yqbbzfxh")
                .put("cancelled", false);
        form.putObject("submission").put("text", text);
        return form;
    }

    /** https://docs.mattermost.com/developers/integrate/plugins/interactive-dialogs. */
    @Test
    void aFormTakesAComment() {
        JsonNode message = hub.opened("matter", "/hooks/1");
        String incident = incidentOf(message);
        assertThat(clicked(click(action(message, "comment"), "ann7id", "ann"))).isEmpty();
        JsonNode opened = hub.got("/api/v4/actions/dialogs/open", incident, body -> true);
        assertThat(opened.path("trigger_id").asText()).isEqualTo("trigger" + ids.get());
        assertThat(opened.path("url").asText()).isEqualTo("https://hub.example.org/v1/answers/mattermost");
        assertThat(opened.at("/dialog/elements/0/type").asText()).isEqualTo("textarea");
        assertThat(opened.at("/dialog/title").asText().length()).isLessThanOrEqualTo(24);
        assertThat(opened.at("/dialog/elements/0/display_name").asText().length())
                .isLessThanOrEqualTo(24);
        assertThat(opened.toString())
                .as("what the client of whoever comments gets to see")
                .doesNotContain(SECRET, "/hooks/1");

        assertThat(clicked(submitted(opened, "ann7id", "  \n"))
                        .at("/errors/text")
                        .asText())
                .isEqualTo("Nothing is written.");
        assertThat(clicked(submitted(opened, "ann7id", "").put("cancelled", true)))
                .isEmpty();
        ObjectNode sent = submitted(opened, "ann7id", "The disk of db-1 is full");
        assertThat(clicked(sent)).as("nothing closes the form").isEmpty();
        assertThat(clicked(sent)).isEmpty();
        assertThat(hub.hub().read("/v1/incidents/" + incident).at("/comments").findValuesAsText("text"))
                .as("a repeat is none")
                .containsExactly("The disk of db-1 is full");
        assertThat(hub.audit(incident)).containsExactly("incident.comment by ann (mattermost)");
    }

    @Test
    void aFormIsOfWhomeverItWasOpenedFor() {
        JsonNode message = hub.opened("matter", "/hooks/1");
        String incident = incidentOf(message);
        assertThat(clicked(click(action(message, "comment"), "z1id", "zoe"))
                        .path("ephemeral_text")
                        .asText())
                .startsWith("zoe is of the audience executive");
        clicked(click(action(message, "comment"), "ann7id", "ann"));
        JsonNode opened = hub.got("/api/v4/actions/dialogs/open", incident, body -> true);
        assertThat(hub.hub()
                        .exchange(mattermost(submitted(opened, "ben9id", "not ann")))
                        .statusCode())
                .isEqualTo(401);
        ObjectNode posing =
                submitted(opened, "ann7id", "").put("type", "button").put("user_name", "ben");
        posing.putObject("context")
                .put(
                        "says",
                        action(message, "resolve")
                                .at("/integration/context/says")
                                .asText());
        assertThat(clicked(posing).at("/errors/text").asText())
                .as("a form's signature is no button's key")
                .isEqualTo("Nothing is written.");
        assertThat(hub.state(incident)).isEqualTo("open");

        String state = opened.at("/dialog/state").asText();
        for (int i = 0; i < state.length(); i++) {
            String changed = state.substring(0, i) + (state.charAt(i) == 'A' ? 'B' : 'A') + state.substring(i + 1);
            if (!changed.equals(state)) {
                assertThat(hub.hub()
                                .exchange(mattermost(
                                        submitted(opened, "ann7id", "x").put("state", changed)))
                                .statusCode())
                        .as("character " + i)
                        .isEqualTo(401);
            }
        }
        assertThat(hub.audit(incident)).isEmpty();
    }

    /** Whoever has a link, or the API's, may call themselves anything. */
    @Test
    void aNameIsNoMarkdownWhereSomebodyIsToldWhoWasFirst() {
        JsonNode message = hub.opened("matter", "/hooks/1");
        hub.hub()
                .post(
                        "/v1/incidents/" + incidentOf(message) + "/acknowledge",
                        "{\"as\": \"![x](https://evil.example/) @all\"}");
        String plain = "!\\[x\\](https://evil.example/) @\u200ball";
        JsonNode answer = clicked(click(action(message, "acknowledge"), "ben9id", "ben"));
        assertThat(answer.path("ephemeral_text").asText()).contains("by " + plain + " at 20");
        assertThat(answer.at("/update/message").asText()).contains("**Acknowledged by " + plain + "**");
    }
}
