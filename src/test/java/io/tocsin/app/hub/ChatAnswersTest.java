package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers from Discord (https://docs.discord.com/developers/interactions/receiving-and-responding), Mattermost
 * (https://docs.mattermost.com/developers/integrate/plugins/interactive-messages), ntfy (https://docs.ntfy.sh/publish/#action-buttons)
 * and Pushover (https://pushover.net/api/receipts).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "9f31c0-mattermost-secret";
    private static final KeyPair KEYS = keys();

    private final AtomicLong ids = new AtomicLong(847_000_000_000_000L);
    private final ChatStandIn chats = new ChatStandIn();
    private AnsweringHub hub;

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String publicKey() {
        byte[] encoded = KEYS.getPublic().getEncoded();
        return HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        Sink sink = Sink.start().answer(chats::answer);
        String api = sink.url().replaceFirst("/hook$", "");
        TestHub started = HubFiles.in(folder)
                .with(Setting.URL, "https://hub.example.org")
                .rules("""
                        rules:
                          - { name: discord, when: { source: [ cord ] }, notify: [ discord ] }
                          - { name: mattermost, when: { source: [ matter ] }, notify: [ mattermost ] }
                          - { name: ntfy, when: { source: [ ntfy ] }, notify: [ ntfy ] }
                          - { name: pushover, when: { source: [ pushover ] }, severity: critical, notify: [ pushover ] }
                          - { name: rung, when: { source: [ rung ] }, severity: critical, notify: [ duty ] }
                          - { name: woken, when: { source: [ woken ] }, notify: [ discord, mattermost ], escalate: duty }
                        escalations:
                          - name: duty
                            steps: [ { notify: [ discord ], delay: 1h }, { notify: [ ntfy ], delay: 1h } ]
                        """)
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { discord: "81", mattermost: "@ann", pushover: uAnn } }
                          - { name: ben, addresses: { discord: "82", mattermost: ben9id } }
                          - { name: zoe, audience: executive, addresses: { discord: "83", mattermost: "@zoe" } }
                        teams: []
                        receivers: { mattermost: mattermost, pushover: pushover }
                        """)
                .receiver(
                        "discord",
                        "discord",
                        Map.of("url", api + "/webhooks/1", "buttons", "true", "destinationRate", "0"))
                .receiver(
                        "mattermost",
                        "mattermost",
                        Map.of(
                                "url",
                                api + "/hooks/1",
                                "buttons",
                                "https://hub.example.org/v1/answers/mattermost",
                                "secret",
                                SECRET,
                                "destinationRate",
                                "0"))
                .receiver(
                        "ntfy",
                        "ntfy",
                        Map.of(
                                "url",
                                api + "/ntfy",
                                "topic",
                                "ops",
                                "buttons",
                                "true",
                                "rate",
                                "0",
                                "destinationRate",
                                "0"))
                .receiver(
                        "pushover",
                        "pushover",
                        Map.of(
                                "url", api + "/push",
                                "token", "azGDORePK8gMaC0QOYAMyEEuzJnyUi",
                                "user", "gGroup",
                                "answer", "true",
                                "destinationRate", "0"))
                .receiver(
                        "pushover",
                        "duty",
                        Map.of(
                                "url", api + "/duty",
                                "token", "azGDORePK8gMaC0QOYAMyEEuzJnyUi",
                                "user", "gDuty",
                                "destinationRate", "0"))
                .write("sources/pushover.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: pushover-poll
                            routeId: duty-poll
                            prefixId: duty-poll-
                            parameters:
                              - { name: source, value: duty-poll }
                              - { name: emergencies, value: duty }
                              - { name: token, value: azGDORePK8gMaC0QOYAMyEEuzJnyUi }
                              - { name: url, value: "%s/duty" }
                        """.formatted(api))
                .write("sources/chats.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: discord-answers
                            routeId: discord-app
                            prefixId: discord-app-
                            parameters:
                              - { name: source, value: discord }
                              - { name: publicKeys, value: %s }
                        - templatedRoute:
                            routeTemplateRef: mattermost-answers
                            routeId: mattermost-app
                            prefixId: mattermost-app-
                            parameters:
                              - { name: source, value: mattermost }
                              - { name: secrets, value: %s }
                        """.formatted(publicKey(), SECRET))
                .start();
        hub = new AnsweringHub(started, sink);
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    /** Once the hub was quick enough: a busy machine's 503 is pressed again by whoever saw that it failed. */
    private HttpResponse<String> posted(HttpRequest.Builder request) {
        return await().atMost(AnsweringHub.SOON)
                .until(() -> hub.hub().exchange(request.copy()), got -> got.statusCode() != 503);
    }

    // Discord

    private static String incident(JsonNode discord) {
        return customIds(discord).get(0).split(" ")[2];
    }

    private static List<String> customIds(JsonNode discord) {
        return discord.path("components").findValuesAsText("custom_id");
    }

    private String opened() {
        return incident(hub.opened("cord", "/webhooks/1"));
    }

    /** As documented, with what the hub does not read left in. */
    private ObjectNode interaction(String user, String customId) {
        ObjectNode interaction = JSON.createObjectNode()
                .put("version", 1)
                .put("type", 3)
                .put("token", "unique_interaction_token")
                .put("id", String.valueOf(ids.incrementAndGet()))
                .put("guild_id", "290926798626357999")
                .put("application_id", "290926444748734465");
        interaction.putObject("message").put("id", "101").put("type", 0);
        interaction.putObject("member").putObject("user").put("username", "ann").put("id", user);
        interaction.putObject("data").put("custom_id", customId).put("component_type", 2);
        return interaction;
    }

    private HttpRequest.Builder signed(String body, long away) {
        String time = String.valueOf(Instant.now().getEpochSecond() + away);
        return discord(body, time, signature(time + body));
    }

    private static String signature(String content) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(KEYS.getPrivate());
            ed25519.update(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(ed25519.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder discord(String body, String time, String signature) {
        return hub.hub()
                .request("/v1/answers/discord")
                .header("Content-Type", "application/json")
                .header("X-Signature-Timestamp", time)
                .header("X-Signature-Ed25519", signature)
                .POST(BodyPublishers.ofString(body));
    }

    private JsonNode pressed(JsonNode interaction) {
        HttpResponse<String> answer = posted(signed(interaction.toString(), 0));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestHub.json(answer.body());
    }

    private String whispered(JsonNode interaction) {
        JsonNode answer = pressed(interaction);
        assertThat(answer.path("type").asInt()).isEqualTo(4);
        assertThat(answer.at("/data/flags").asInt()).isEqualTo(64);
        assertThat(answer.at("/data/allowed_mentions/parse")).isEmpty();
        return answer.at("/data/content").asText();
    }

    @Test
    void discordsEndpointIsTakenByDiscord() {
        assertThat(pressed(JSON.createObjectNode().put("type", 1)).toString()).isEqualTo("{\"type\":1}");
        String time = String.valueOf(Instant.now().getEpochSecond());
        assertThat(hub.hub()
                        .exchange(discord("{\"type\":1}", time, "0".repeat(128)))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aButtonInDiscordAcknowledgesAndTheMessageShowsWhoAndWhen() {
        JsonNode message = hub.opened("cord", "/webhooks/1");
        String incident = incident(message);
        assertThat(customIds(message))
                .containsExactly(
                        "tocsin acknowledge " + incident,
                        "tocsin resolve " + incident,
                        "tocsin silence " + incident,
                        "tocsin comment " + incident);
        assertThat(message.toString()).doesNotContain("hub.example.org/a/");
        assertThat(pressed(interaction("81", "tocsin acknowledge " + incident)).toString())
                .isEqualTo("{\"type\":6}");
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by ann (discord)");
        JsonNode edited = await().atMost(AnsweringHub.SOON)
                .until(
                        () -> hub.sink().got().stream()
                                .filter(got -> got.path().startsWith("/webhooks/1/messages/")
                                        && got.body().contains(incident))
                                .map(got -> TestHub.json(got.body()))
                                .toList(),
                        got -> !got.isEmpty())
                .get(0);
        assertThat(edited.toString()).containsPattern("ann, 20[0-9-]+ [0-9:]+ UTC");
        assertThat(customIds(edited)).contains("tocsin unacknowledge " + incident);

        assertThat(whispered(interaction("82", "tocsin acknowledge " + incident)))
                .startsWith("It was acknowledged before, by ann at 20");
        pressed(interaction("82", "tocsin resolve " + incident));
        assertThat(hub.state(incident)).isEqualTo("resolved");
        await().atMost(AnsweringHub.SOON).until(() -> hub.sink().got().stream()
                .anyMatch(got -> got.path().startsWith("/webhooks/1/messages/")
                        && got.body().contains(incident)
                        && got.body().contains("\"components\":[]")));
    }

    /** A press that a busy machine was too slow for comes again. */
    @Test
    void whereSomebodyIsWokenTheNextStepCanComeAtOnce() {
        JsonNode message = hub.opened("woken", "/webhooks/1");
        String incident = incident(message);
        String escalate = "tocsin escalate " + incident;
        assertThat(customIds(message)).hasSize(5).contains(escalate);
        assertThat(hub.got("/hooks/1", escalate, body -> true).at("/attachments/0/actions"))
                .hasSize(4);
        assertThat(whispered(interaction("81", escalate)))
                .isIn("Its next step comes now.", "Somebody had its next step come a moment ago.");
        await().atMost(AnsweringHub.SOON)
                .until(() -> hub.hub()
                                .read("/v1/incidents/" + incident)
                                .at("/escalations/0/step")
                                .asInt()
                        == 2);
        assertThat(hub.audit(incident)).containsExactly("incident.escalate by ann (discord)");
    }

    @Test
    void aFormInDiscordTakesAComment() {
        String incident = opened();
        JsonNode form = pressed(interaction("81", "tocsin comment " + incident));
        assertThat(form.path("type").asInt()).isEqualTo(9);
        assertThat(form.at("/data/custom_id").asText()).isEqualTo("tocsin comment " + incident);
        assertThat(form.at("/data/components/0/components/0/type").asInt()).isEqualTo(4);
        assertThat(whispered(interaction("83", "tocsin comment " + incident))).startsWith("zoe is of the audience");

        JsonNode sent = filledIn("81", form, " a disk is ordered ");
        assertThat(whispered(sent)).isIn("The comment is kept.", "That was done before.");
        whispered(sent);
        assertThat(whispered(filledIn("81", form, " "))).isEqualTo("Nothing is written.");
        assertThat(whispered(filledIn("83", form, "me too"))).startsWith("zoe is of the audience");
        assertThat(hub.hub().read("/v1/incidents/" + incident).at("/comments").findValuesAsText("text"))
                .containsExactly("a disk is ordered");
        assertThat(hub.audit(incident)).containsExactly("incident.comment by ann (discord)");
    }

    /** As documented, with what the hub does not read left in. */
    private JsonNode filledIn(String user, JsonNode form, String text) {
        ObjectNode sent = interaction(user, form.at("/data/custom_id").asText()).put("type", 5);
        ((ObjectNode) sent.path("data")).remove("component_type");
        ((ObjectNode) sent.path("data"))
                .putArray("components")
                .addObject()
                .put("type", 1)
                .putArray("components")
                .addObject()
                .put("type", 4)
                .put(
                        "custom_id",
                        form.at("/data/components/0/components/0/custom_id").asText())
                .put("value", text);
        return sent;
    }

    @Test
    void whoMayNotAnswerInDiscordIsToldWhy() {
        String incident = opened();
        assertThat(whispered(interaction("99", "tocsin acknowledge " + incident)))
                .startsWith("Your Discord user 99 belongs to nobody");
        assertThat(whispered(interaction("83", "tocsin acknowledge " + incident)))
                .isEqualTo("zoe is of the audience executive, and only technical may answer here.");
        ObjectNode direct = interaction("99", "tocsin acknowledge " + incident);
        direct.remove("member");
        direct.putObject("user").put("id", "99");
        assertThat(whispered(direct)).startsWith("Your Discord user 99");
        assertThat(hub.state(incident)).isEqualTo("open");
    }

    @Test
    void aRepeatFromDiscordHasNoEffectWhateverHappenedSince() {
        String incident = opened();
        ObjectNode press = interaction("81", "tocsin acknowledge " + incident);
        pressed(press);
        pressed(interaction("82", "tocsin unacknowledge " + incident));
        pressed(press);
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).hasSize(2);
    }

    @Test
    void discordsSignatureAndTimeAreLookedAt() {
        String incident = opened();
        String body = interaction("81", "tocsin acknowledge " + incident).toString();
        String time = String.valueOf(Instant.now().getEpochSecond());
        String signature = signature(time + body);
        for (int i = 0; i < signature.length(); i += 9) {
            String changed =
                    signature.substring(0, i) + (signature.charAt(i) == '0' ? '1' : '0') + signature.substring(i + 1);
            assertThat(hub.hub().exchange(discord(body, time, changed)).statusCode())
                    .isEqualTo(401);
        }
        assertThat(hub.hub()
                        .exchange(discord(body.replace("81", "82"), time, signature))
                        .statusCode())
                .isEqualTo(401);
        for (long away : List.of(-330L, 330L)) {
            assertThat(hub.hub().exchange(signed(body, away)).statusCode()).isEqualTo(401);
        }
        assertThat(hub.state(incident)).isEqualTo("open");
        for (long away : List.of(-270L, 270L)) {
            assertThat(posted(signed(body, away)).statusCode()).isEqualTo(200);
        }
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
    }

    @Test
    void whatIsNoneOfTheHubsButtonsInDiscordIsLeft() {
        assertThat(pressed(interaction("81", "deploy")).toString()).isEqualTo("{\"type\":6}");
        assertThat(whispered(interaction("81", "tocsin acknowledge inc_nowhere")))
                .startsWith("No incident has the id");
        assertThat(whispered(interaction("81", "x").put("type", 2))).contains("nothing that the hub knows");
        assertThat(posted(signed("[]", 0)).statusCode()).isEqualTo(400);
    }

    // Mattermost

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
        HttpResponse<String> answer = posted(mattermost(click));
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
    void aButtonInMattermostAcknowledgesAndTheMessageShowsWhoAndWhen() {
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
    void whatEndedByItselfIsNotShownAsOpenInMattermost() {
        hub.hub().send("matter", "{\"title\": \"Queue is long\", \"fingerprint\": \"queue\"}");
        JsonNode message = hub.got("/hooks/1", "Queue is long", body -> true);
        String incident = incidentOf(message);
        hub.hub().send("matter", "{\"title\": \"Queue is long\", \"fingerprint\": \"queue\", \"status\": \"resolved\"}");
        await().atMost(AnsweringHub.SOON).until(() -> hub.state(incident).equals("resolved"));
        JsonNode late = clicked(click(action(message, "acknowledge"), "ben9id", "ben"));
        assertThat(late.path("ephemeral_text").asText()).contains("is left as it is: it is resolved");
        assertThat(late.at("/update/message").asText())
                .isEqualTo(message.path("text").asText() + "\n**Resolved**");
    }

    @Test
    void whoMayNotAnswerInMattermostIsToldWhyAndWhoDoesNotKnowTheSecretIsRefused() {
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

    /** Whoever has a link, or the API's, may call themselves anything. */
    @Test
    void aNameIsNoMarkdownWhereSomebodyIsToldWhoWasFirst() {
        String named = "{\"as\": \"![x](https://evil.example/) @all\"}";
        String plain = "!\\[x\\](https://evil.example/) @\u200ball";
        String ofDiscord = opened();
        assertThat(hub.hub()
                        .post("/v1/incidents/" + ofDiscord + "/acknowledge", named)
                        .statusCode())
                .isEqualTo(200);
        assertThat(whispered(interaction("82", "tocsin acknowledge " + ofDiscord)))
                .startsWith("It was acknowledged before, by " + plain + " at 20");

        hub.hub().post("/v1/incidents/" + ofDiscord + "/resolve", "{}");
        assertThat(hub.hub()
                        .post("/v1/incidents/" + ofDiscord + "/close", named)
                        .statusCode())
                .isEqualTo(200);
        assertThat(whispered(interaction("82", "tocsin acknowledge " + ofDiscord)))
                .contains("is left as it is: it is closed, by " + plain + " at 20");

        JsonNode message = hub.opened("matter", "/hooks/1");
        hub.hub().post("/v1/incidents/" + incidentOf(message) + "/acknowledge", named);
        JsonNode answer = clicked(click(action(message, "acknowledge"), "ben9id", "ben"));
        assertThat(answer.path("ephemeral_text").asText()).contains("by " + plain + " at 20");
        assertThat(answer.at("/update/message").asText()).contains("**Acknowledged by " + plain + "**");
    }

    // ntfy and Pushover, by the link

    private HttpResponse<String> form(String link, String form) {
        String path = URI.create(link).getPath();
        return hub.hub()
                .exchange(hub.hub()
                        .request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private String theOnly(String source) {
        return hub.hub()
                .text("SELECT i.id FROM incident i JOIN delivery d ON d.incident_id = i.id WHERE d.receiver = '"
                        + source + "' ORDER BY i.id DESC LIMIT 1")
                .orElseThrow();
    }

    @Test
    void oneTapInNtfyAcknowledges() {
        JsonNode message = hub.opened("ntfy", "/ntfy");
        JsonNode tap = message.at("/actions/0");
        assertThat(tap.path("action").asText()).isEqualTo("http");
        assertThat(tap.path("label").asText()).isEqualTo("Acknowledge");
        assertThat(tap.path("method").asText()).isEqualTo("POST");
        assertThat(message.at("/actions/1/action").asText()).isEqualTo("view");
        assertThat(message.at("/actions/1/url")).isEqualTo(tap.path("url"));
        assertThat(message.at("/actions/1/label").asText()).isEqualTo("More ...");
        String incident = theOnly("ntfy");
        assertThat(hub.hub()
                        .exchange(hub.hub()
                                .request(URI.create(tap.path("url").asText()).getPath())
                                .GET())
                        .statusCode())
                .isEqualTo(200);
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(form(tap.path("url").asText(), tap.path("body").asText()).statusCode())
                .isEqualTo(303);
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
    }

    @Test
    void whoeverConfirmsAnEmergencyOfPushoverAcknowledges() {
        hub.hub().send("pushover", "{\"title\": \"Core router down\"}");
        String sent = await().atMost(AnsweringHub.SOON)
                .until(
                        () -> hub.sink().got().stream()
                                .filter(got -> got.path().equals("/push/messages.json"))
                                .map(Sink.Got::body)
                                .toList(),
                        got -> !got.isEmpty())
                .get(0);
        String callback =
                java.net.URLDecoder.decode(sent.replaceAll("(?s).*callback=([^&]*).*", "$1"), StandardCharsets.UTF_8);
        assertThat(callback).startsWith("https://hub.example.org/a/");
        String incident = theOnly("pushover");
        assertThat(form(callback, "receipt=rLqVuqTRh62UzxtmqiaLzQmVcPgiCy&acknowledged=0")
                        .statusCode())
                .isEqualTo(400);
        assertThat(hub.state(incident)).isEqualTo("open");
        String confirmed = "receipt=rLqVuqTRh62UzxtmqiaLzQmVcPgiCy&acknowledged=1&acknowledged_at=1360019238"
                + "&acknowledged_by=uAnn&acknowledged_by_device=phone";
        assertThat(form(callback, confirmed).statusCode()).isEqualTo(200);
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(hub.audit(incident))
                .singleElement()
                .asString()
                .startsWith("incident.acknowledge by ann (through pushover)");
        assertThat(form(callback, confirmed).statusCode()).isEqualTo(200);
        assertThat(hub.audit(incident)).hasSize(1);
        await().atMost(AnsweringHub.SOON).until(() -> hub.sink().got().stream()
                .anyMatch(got -> got.path().endsWith("/receipts/cancel_by_tag/" + incident + ".json")));

        hub.hub().post("/v1/incidents/" + incident + "/unacknowledge", "{}");
        assertThat(form(callback, confirmed).statusCode()).isEqualTo(200);
        assertThat(hub.state(incident)).as("a repeat of Pushover's").isEqualTo("open");
    }

    /** Asked for each five seconds. */
    @Test
    void whoConfirmsAnEmergencyIsFetchedFromPushoverWhereItHasNoWayToTheHub() {
        hub.hub().send("rung", "{\"title\": \"Core switch down\"}");
        await().atMost(AnsweringHub.SOON).until(() -> hub.sink().got().stream()
                .anyMatch(got -> got.path().startsWith("/duty/receipts/r")));
        String incident = theOnly("duty");
        assertThat(hub.state(incident)).isEqualTo("open");
        chats.confirm("uAnn");
        await().atMost(AnsweringHub.SOON).until(() -> hub.state(incident).equals("acknowledged"));
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by ann (pushover)");
        await().atMost(AnsweringHub.SOON).until(() -> hub.sink().got().stream()
                .anyMatch(got -> got.path().endsWith("/duty/receipts/cancel_by_tag/" + incident + ".json")));
    }
}
