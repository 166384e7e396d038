package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Buttons of Telegram's messages, by its webhook and by polling: https://core.telegram.org/bots/api#callbackquery. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelegramAnswersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "Wm3kQ8-telegram_secret";
    private static final String HOOKED = "/bot1:AAA/";
    private static final String POLLED = "/bot2:BBB/";

    private final ChatStandIn chats = new ChatStandIn();
    private final AtomicLong ids = new AtomicLong(1_000);
    private AnsweringHub hub;

    @BeforeAll
    void start(@TempDir Path folder) {
        Sink sink = Sink.start().answer(chats::answer);
        String api = sink.url().replaceFirst("/hook$", "");
        TestHub started = HubFiles.in(folder)
                .rules("""
                        rules:
                          - { name: hooked, when: { source: [ hooked ] }, notify: [ hooked ] }
                          - { name: polled, when: { source: [ polled ] }, notify: [ polled ] }
                          - { name: woken, when: { source: [ woken ] }, notify: [ hooked ], escalate: duty }
                        escalations:
                          - { name: duty, steps: [ { notify: [ hooked ], delay: 1h }, { notify: [ polled ], delay: 1h } ] }
                        """)
                .write("rules/recipients.yaml", """
                        people:
                          - { name: ann, addresses: { telegram: "41" } }
                          - { name: ben, addresses: { telegram: "42" } }
                          - { name: zoe, audience: executive, addresses: { telegram: "43" } }
                        teams: []
                        receivers: { telegram: hooked }
                        """)
                .receiver("telegram", "hooked", telegram(api, "1:AAA"))
                .receiver("telegram", "polled", telegram(api, "2:BBB"))
                .write("sources/chats.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: telegram-answers
                            routeId: bot
                            prefixId: bot-
                            parameters:
                              - { name: source, value: bot }
                              - { name: secrets, value: %s }
                        - templatedRoute:
                            routeTemplateRef: telegram-poll
                            routeId: poll
                            prefixId: poll-
                            parameters:
                              - { name: source, value: poll }
                              - { name: token, value: "2:BBB" }
                              - { name: url, value: "%s" }
                        """.formatted(SECRET, api))
                .start();
        hub = new AnsweringHub(started, sink);
    }

    private static Map<String, ?> telegram(String api, String token) {
        return Map.of("token", token, "chat", "-100", "url", api, "buttons", "true", "destinationRate", "0");
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    /** An incident of this source, once Telegram has its message. */
    private String opened(String source, String bot) {
        return buttons(hub.opened(source, bot + "sendMessage")).get(0).split(" ")[2];
    }

    private static List<String> buttons(JsonNode message) {
        return message.path("reply_markup").findValuesAsText("callback_data");
    }

    /** As documented, with what the hub does not read left in. */
    private ObjectNode update(String user, String data) {
        long id = ids.incrementAndGet();
        ObjectNode update = JSON.createObjectNode().put("update_id", id);
        ObjectNode query = update.putObject("callback_query").put("id", "4382bfdwdsb323b2d" + id);
        query.putObject("from")
                .put("id", Long.parseLong(user))
                .put("is_bot", false)
                .put("first_name", "Ann");
        query.putObject("message").put("message_id", 101).putObject("chat").put("id", -100);
        query.put("chat_instance", "-33").put("data", data);
        return update;
    }

    private HttpResponse<String> post(String secret, JsonNode update) {
        return hub.hub()
                .exchange(hub.hub()
                        .request("/v1/answers/bot")
                        .header("Content-Type", "application/json")
                        .header("X-Telegram-Bot-Api-Secret-Token", secret)
                        .POST(BodyPublishers.ofString(update.toString())));
    }

    /** What Telegram is asked to show whoever pressed; a 503 it posts again. */
    private JsonNode pressed(JsonNode update) {
        HttpResponse<String> answer = AnsweringHub.inTime(() -> post(SECRET, update));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode call = TestHub.json(answer.body());
        assertThat(call.path("method").asText()).isEqualTo("answerCallbackQuery");
        assertThat(call.path("callback_query_id")).isEqualTo(update.at("/callback_query/id"));
        assertThat(call.path("text").asText()).hasSizeBetween(1, 200);
        return call;
    }

    /** A machine that was too slow for Telegram has it come again. */
    private static void isDone(JsonNode told, String words) {
        assertThat(told.path("text").asText()).matches("That was done before\\.|" + words);
    }

    @Test
    void aButtonAcknowledgesAndTheMessageShowsWhoAndWhen() {
        String incident = opened("hooked", HOOKED);
        JsonNode told = pressed(update("41", "tocsin acknowledge " + incident));
        isDone(told, "Acknowledged\\.");
        assertThat(told.path("show_alert").asBoolean(true)).isFalse();
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by ann (telegram)");
        JsonNode edited = hub.got(HOOKED + "editMessageText", incident, body -> true);
        assertThat(edited.path("text").asText()).containsPattern("Acknowledged by:</b> ann, 20[0-9-]+ [0-9:]+ UTC");
        assertThat(buttons(edited))
                .containsExactly(
                        "tocsin resolve " + incident, "tocsin silence " + incident, "tocsin unacknowledge " + incident);

        JsonNode second = pressed(update("42", "tocsin acknowledge " + incident));
        assertThat(second.path("text").asText()).startsWith("It was acknowledged before, by ann at 20");
        assertThat(second.path("show_alert").asBoolean()).isTrue();
        pressed(update("42", "tocsin resolve " + incident));
        assertThat(hub.state(incident)).isEqualTo("resolved");
        JsonNode over = hub.got(HOOKED + "editMessageText", incident, body -> body.path("text")
                .asText()
                .contains("[RESOLVED]"));
        assertThat(over.has("reply_markup")).isFalse();
    }

    @Test
    void whereSomebodyIsWokenTheNextStepCanComeAtOnce() {
        JsonNode message = hub.opened("woken", HOOKED + "sendMessage");
        assertThat(message.at("/reply_markup/inline_keyboard/1").findValuesAsText("text"))
                .containsExactly("Silence for 1 hour", "Escalate now");
        String escalate = buttons(message).get(3);
        assertThat(escalate).startsWith("tocsin escalate inc_").hasSizeLessThanOrEqualTo(64);
        JsonNode told = pressed(update("41", escalate));
        assertThat(told.path("show_alert").asBoolean()).isTrue();
        hub.got(POLLED + "sendMessage", escalate.split(" ")[2], body -> true);
        assertThat(hub.audit(escalate.split(" ")[2])).containsExactly("incident.escalate by ann (telegram)");
    }

    @Test
    void theMessageHasButtonsInPlaceOfTheLinkAndRepliesHaveNone() {
        String incident = opened("hooked", HOOKED);
        JsonNode message = hub.got(HOOKED + "sendMessage", incident, body -> true);
        assertThat(buttons(message))
                .containsExactly(
                        "tocsin acknowledge " + incident, "tocsin resolve " + incident, "tocsin silence " + incident)
                .allSatisfy(data -> assertThat(data.length()).isLessThanOrEqualTo(64));
        assertThat(message.path("text").asText()).doesNotContain("/a/");
        pressed(update("41", "tocsin acknowledge " + incident));
        JsonNode reply = hub.got(HOOKED + "sendMessage", "reply_parameters", body -> body.toString()
                .contains(incident));
        assertThat(reply.has("reply_markup")).isFalse();
    }

    @Test
    void anHourOfSilenceIsOneHoweverOftenItIsPressed() {
        String incident = opened("hooked", HOOKED);
        ObjectNode press = update("41", "tocsin silence " + incident);
        isDone(pressed(press), "Silenced until 20.*");
        pressed(press);
        ObjectNode second = update("42", "tocsin silence " + incident);
        JsonNode other = pressed(second);
        assertThat(other.path("text").asText()).startsWith("It is silenced already, by ann until 20");
        assertThat(hub.hub().read("/v1/incidents/" + incident).findValuesAsText("text").stream()
                        .filter(text -> text.startsWith("silenced until")))
                .hasSize(1);

        String silence = hub.hub()
                .text("SELECT id FROM silence WHERE author = 'ann' ORDER BY id DESC LIMIT 1")
                .orElseThrow();
        assertThat(hub.hub().post("/v1/silences/" + silence + "/end", "{}").statusCode())
                .isEqualTo(200);
        pressed(press);
        pressed(second);
        assertThat(hub.hub().count("SELECT count(*) FROM silence WHERE comment = 'of incident " + incident + "'"))
                .isEqualTo(1);
    }

    @Test
    void aRepeatHasNoEffectWhateverHappenedSince() {
        String incident = opened("hooked", HOOKED);
        ObjectNode press = update("41", "tocsin acknowledge " + incident);
        pressed(press);
        pressed(update("42", "tocsin unacknowledge " + incident));
        pressed(press);
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).hasSize(2);
    }

    @Test
    void whoMayNotIsToldWhy() {
        String incident = opened("hooked", HOOKED);
        JsonNode stranger = pressed(update("99", "tocsin acknowledge " + incident));
        assertThat(stranger.path("text").asText())
                .isEqualTo("Your Telegram user 99 belongs to nobody whom this hub knows. Whoever runs it can add"
                        + " `telegram: 99` to your addresses in recipients.yaml.");
        assertThat(stranger.path("show_alert").asBoolean()).isTrue();
        assertThat(pressed(update("43", "tocsin resolve " + incident))
                        .path("text")
                        .asText())
                .isEqualTo("zoe is of the audience executive, and only technical may answer here.");
        assertThat(hub.state(incident)).isEqualTo("open");
        assertThat(hub.audit(incident)).isEmpty();
    }

    /** As documented, with what the hub does not read left in. */
    private ObjectNode reply(String user, String text, JsonNode to, String bot) {
        long id = ids.incrementAndGet();
        ObjectNode update = JSON.createObjectNode().put("update_id", id);
        ObjectNode message = update.putObject("message")
                .put("message_id", id)
                .put("date", 1_790_000_000L)
                .put("text", text);
        message.putObject("from")
                .put("id", Long.parseLong(user))
                .put("is_bot", false)
                .put("first_name", "Ann");
        message.putObject("chat").put("id", -100).put("type", "group").put("title", "ops");
        ObjectNode first = message.putObject("reply_to_message").put("message_id", 101);
        first.putObject("from")
                .put("id", Long.parseLong(bot))
                .put("is_bot", true)
                .put("first_name", "Tocsin");
        first.put("text", to.path("text").asText().replaceAll("<[^>]+>", ""));
        if (to.has("reply_markup")) {
            first.set("reply_markup", to.path("reply_markup"));
        }
        return update;
    }

    private JsonNode answered(JsonNode update) {
        HttpResponse<String> answer = AnsweringHub.inTime(() -> post(SECRET, update));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().isEmpty() ? JSON.createObjectNode() : TestHub.json(answer.body());
    }

    private List<String> comments(String incident) {
        return hub.hub().read("/v1/incidents/" + incident).at("/comments").findValuesAsText("text");
    }

    @Test
    void aReplyIsACommentOnWhatItRepliesTo() {
        JsonNode message = hub.opened("hooked", HOOKED + "sendMessage");
        String incident = buttons(message).get(0).split(" ")[2];
        ObjectNode said = reply("41", " pg_wal is full\r\nordered\u0000 a disk ", message, "1");
        JsonNode sign = answered(said);
        assertThat(sign.path("method").asText()).isEqualTo("setMessageReaction");
        assertThat(sign.path("chat_id").asLong()).isEqualTo(-100);
        assertThat(sign.path("message_id").asLong())
                .isEqualTo(said.at("/message/message_id").asLong());
        assertThat(sign.path("reaction").toString()).isEqualTo("[{\"type\":\"emoji\",\"emoji\":\"✍\"}]");
        assertThat(comments(incident)).containsExactly("pg_wal is full\nordered  a disk");

        ObjectNode footer = reply("42", "it is there", message, "1");
        ((ObjectNode) footer.at("/message/reply_to_message")).remove("reply_markup");
        answered(footer);
        answered(said); // Telegram's own repeat, after another one
        assertThat(comments(incident)).hasSize(2).endsWith("it is there");
        assertThat(hub.audit(incident))
                .containsExactly("incident.comment by ann (telegram)", "incident.comment by ben (telegram)");

        JsonNode stranger = answered(reply("99", "me too", message, "1"));
        assertThat(stranger.path("method").asText()).isEqualTo("sendMessage");
        assertThat(stranger.path("text").asText()).startsWith("Your Telegram user 99 belongs to nobody");
        assertThat(comments(incident)).hasSize(2);
    }

    /** Each bot counts the messages of a private chat for itself. */
    @Test
    void repliesToTwoBotsAreTwoCommentsThoughTheirNumbersAreTheSame() {
        JsonNode message = hub.opened("hooked", HOOKED + "sendMessage");
        String incident = buttons(message).get(0).split(" ")[2];
        ObjectNode toOne = reply("41", "a disk is ordered", message, "1");
        ObjectNode toOther = reply("41", "it is there", message, "7");
        ((ObjectNode) toOther.path("message")).set("message_id", toOne.at("/message/message_id"));
        answered(toOne);
        answered(toOther);
        assertThat(comments(incident)).containsExactly("a disk is ordered", "it is there");
    }

    @Test
    void whatIsNoReplyToTheHubIsLeft() {
        JsonNode message = hub.opened("hooked", HOOKED + "sendMessage");
        String incident = buttons(message).get(0).split(" ")[2];
        ObjectNode toSomebody = reply("41", "fine", message, "1");
        ((ObjectNode) toSomebody.at("/message/reply_to_message/from")).put("is_bot", false);
        ObjectNode byBot = reply("41", "beep", message, "1");
        ((ObjectNode) byBot.at("/message/from")).put("is_bot", true);
        ObjectNode alone = reply("41", "hello", message, "1");
        ((ObjectNode) alone.path("message")).remove("reply_to_message");
        ObjectNode other =
                reply("41", "for another program", JSON.createObjectNode().put("text", "deployed"), "1");
        ObjectNode picture = reply("41", "", message, "1");
        ObjectNode edited = reply("41", "edited", message, "1");
        edited.set("edited_message", edited.remove("message"));
        for (ObjectNode none : List.of(toSomebody, byBot, alone, other, picture, edited)) {
            assertThat(answered(none)).isEmpty();
        }
        assertThat(comments(incident)).isEmpty();
    }

    @Test
    void aReplyIsFetchedAndOneToAnotherBotIsLeft() {
        JsonNode message = hub.opened("polled", POLLED + "sendMessage");
        String incident = buttons(message).get(0).split(" ")[2];
        chats.press(reply("41", "for another bot", message, "7"));
        ObjectNode said = reply("41", "seen", message, "2");
        chats.press(said);
        JsonNode sign = hub.got(
                POLLED + "setMessageReaction", said.at("/message/message_id").asText(), body -> true);
        assertThat(sign.has("method")).isFalse();
        assertThat(comments(incident)).containsExactly("seen");
    }

    @Test
    void whoeverDoesNotKnowTheSecretIsRefused() {
        String incident = opened("hooked", HOOKED);
        ObjectNode press = update("41", "tocsin acknowledge " + incident);
        for (int i = 0; i < SECRET.length(); i++) {
            String changed = SECRET.substring(0, i) + (char) (SECRET.charAt(i) ^ 1) + SECRET.substring(i + 1);
            assertThat(post(changed, press).statusCode()).isEqualTo(401);
        }
        assertThat(post(SECRET + "x", press).statusCode()).isEqualTo(401);
        assertThat(hub.state(incident)).isEqualTo("open");
    }

    /** A client of somebody's own may send any data with a button. */
    @Test
    void whatIsNoneOfTheHubsButtonsIsTakenAndLeft() {
        for (String data : List.of(
                "deploy", "tocsin comment inc_1", "tocsin acknowledge inc_1 x", "tocsin acknowledge inc_\u0000", "")) {
            HttpResponse<String> answer = post(SECRET, update("41", data));
            assertThat(answer.statusCode()).as(data).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(post(SECRET, JSON.createObjectNode().put("update_id", 1)).body())
                .isEmpty();
        assertThat(post(SECRET, JSON.createArrayNode()).statusCode()).isEqualTo(400);
        assertThat(pressed(update("41", "tocsin acknowledge inc_nowhere"))
                        .path("text")
                        .asText())
                .startsWith("No incident has the id inc_nowhere");
    }

    @Test
    void ofManyAtOnceOneIsFirstAndTheOthersAreToldWho() {
        String incident = opened("hooked", HOOKED);
        List<CompletableFuture<String>> answers = Stream.of("41", "42", "41", "42", "41", "42", "41", "42")
                .map(user -> update(user, "tocsin acknowledge " + incident))
                .map(press -> CompletableFuture.supplyAsync(
                        () -> pressed(press).path("text").asText()))
                .toList();
        List<String> texts = answers.stream()
                .map(CompletableFuture::join)
                .map(text -> text.replaceFirst(" at 20.*", ""))
                .toList();
        assertThat(hub.audit(incident)).hasSize(1);
        String first = hub.audit(incident).get(0).replaceAll(".* by (\\w+) .*", "$1");
        assertThat(texts).filteredOn("Acknowledged."::equals).hasSizeLessThan(2);
        assertThat(texts)
                .filteredOn(text ->
                        List.of("Acknowledged.", "That was done before.").contains(text))
                .hasSize(4);
        assertThat(texts)
                .filteredOn(("It was acknowledged before, by " + first)::equals)
                .hasSize(4);
    }

    @Test
    void whatIsPressedIsFetchedFromTelegramWhereItHasNoWayToTheHub() {
        String incident = opened("polled", POLLED);
        ObjectNode press = update("41", "tocsin acknowledge " + incident);
        chats.press(press);
        JsonNode told = hub.got(
                POLLED + "answerCallbackQuery", press.at("/callback_query/id").asText(), body -> true);
        isDone(told, "Acknowledged\\.");
        assertThat(told.has("method")).isFalse();
        assertThat(hub.state(incident)).isEqualTo("acknowledged");
        assertThat(hub.audit(incident)).containsExactly("incident.acknowledge by ann (telegram)");
        await().atMost(AnsweringHub.SOON).until(() -> chats.unconfirmed() == 0);

        chats.press(update("42", "another program's"));
        ObjectNode after = update("42", "tocsin resolve " + incident);
        chats.press(after);
        hub.got(POLLED + "answerCallbackQuery", after.at("/callback_query/id").asText(), body -> true);
        assertThat(hub.state(incident)).isEqualTo("resolved");
        await().atMost(AnsweringHub.SOON).until(() -> chats.unconfirmed() == 0);
        assertThat(hub.sink().got().stream()
                        .filter(got -> got.path().equals(POLLED + "getUpdates"))
                        .map(got ->
                                TestHub.json(got.body()).path("allowed_updates").toString()))
                .isNotEmpty()
                .containsOnly("[\"callback_query\",\"message\"]");
    }

    @Test
    void whereTelegramCannotBePolledHealthSaysSoUntilItCan() {
        chats.refusePolls(true);
        await().atMost(AnsweringHub.SOON).until(() -> troubles().contains("poll: what people press in Telegram"));
        assertThat(troubles()).contains("409: Conflict: a webhook is active").doesNotContain("BBB");
        chats.refusePolls(false);
        await().atMost(AnsweringHub.SOON).until(() -> troubles().equals("[]"));
    }

    private String troubles() {
        return hub.hub().read("/health/ready").path("troubles").toString();
    }
}
