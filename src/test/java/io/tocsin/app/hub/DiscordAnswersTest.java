package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Buttons of Discord's messages: https://docs.discord.com/developers/interactions/receiving-and-responding. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscordAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyPair KEYS = keys();

    private final AtomicLong ids = new AtomicLong(847_000_000_000_000L);
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
        Sink sink = Sink.start().answer(new ChatStandIn()::answer);
        TestHub started = HubFiles.in(folder)
                .with(Setting.URL, "https://hub.example.org")
                .rules("""
                        rules:
                          - { name: all, when: { source: [ cord ] }, notify: [ discord ] }
                          - { name: woken, when: { source: [ woken ] }, notify: [ discord ], escalate: duty }
                        escalations:
                          - { name: duty, steps: [ { notify: [ discord ], delay: 1h }, { notify: [ discord ], delay: 1h } ] }
                        """)
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { discord: "81" } }
                          - { name: ben, addresses: { discord: "82" } }
                          - { name: zoe, audience: executive, addresses: { discord: "83" } }
                        teams: []
                        receivers: {}
                        """)
                .receiver(
                        "discord",
                        "discord",
                        Map.of(
                                "url", sink.url().replaceFirst("/hook$", "/webhooks/1"),
                                "buttons", "true",
                                "destinationRate", "0"))
                .write("sources/chats.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: discord-answers
                            routeId: discord-app
                            prefixId: discord-app-
                            parameters:
                              - { name: source, value: discord }
                              - { name: publicKeys, value: %s }
                        """.formatted(publicKey()))
                .start();
        hub = new AnsweringHub(started, sink);
    }

    @AfterAll
    void stop() {
        hub.close();
    }

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
        HttpResponse<String> answer = hub.posted(signed(interaction.toString(), 0));
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
    void theEndpointIsTakenByDiscord() {
        assertThat(pressed(JSON.createObjectNode().put("type", 1)).toString()).isEqualTo("{\"type\":1}");
        String time = String.valueOf(Instant.now().getEpochSecond());
        assertThat(hub.hub()
                        .exchange(discord("{\"type\":1}", time, "0".repeat(128)))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aButtonAcknowledgesAndTheMessageShowsWhoAndWhen() {
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
    void aFormTakesAComment() {
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
    void whoMayNotIsToldWhy() {
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
    void aRepeatHasNoEffectWhateverHappenedSince() {
        String incident = opened();
        ObjectNode press = interaction("81", "tocsin acknowledge " + incident);
        pressed(press);
        pressed(interaction("82", "tocsin unacknowledge " + incident));
        pressed(press);
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).hasSize(2);
    }

    @Test
    void signatureAndTimeAreLookedAt() {
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
            assertThat(hub.posted(signed(body, away)).statusCode()).isEqualTo(200);
        }
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
    }

    @Test
    void whatIsNoneOfTheHubsButtonsIsLeft() {
        assertThat(pressed(interaction("81", "deploy")).toString()).isEqualTo("{\"type\":6}");
        assertThat(whispered(interaction("81", "tocsin acknowledge inc_nowhere")))
                .startsWith("No incident has the id");
        assertThat(whispered(interaction("81", "x").put("type", 2))).contains("nothing that the hub knows");
        assertThat(hub.posted(signed("[]", 0)).statusCode()).isEqualTo(400);
    }

    /** Whoever has a link, or the API's, may call themselves anything. */
    @Test
    void aNameIsNoMarkdownWhereSomebodyIsToldWhoWasFirst() {
        String named = "{\"as\": \"![x](https://evil.example/) @all\"}";
        String plain = "!\\[x\\](https://evil.example/) @\u200ball";
        String incident = opened();
        act(incident, "acknowledge", named);
        assertThat(whispered(interaction("82", "tocsin acknowledge " + incident)))
                .startsWith("It was acknowledged before, by " + plain + " at 20");
        act(incident, "resolve", "{}");
        act(incident, "close", named);
        assertThat(whispered(interaction("82", "tocsin acknowledge " + incident)))
                .contains("is left as it is: it is closed, by " + plain + " at 20");
    }

    private void act(String incident, String what, String body) {
        assertThat(hub.hub()
                        .post("/v1/incidents/" + incident + "/" + what, body)
                        .statusCode())
                .isEqualTo(200);
    }
}
