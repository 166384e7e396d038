package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.TestOutbox.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers: https://core.telegram.org/bots/api#making-requests, https://github.com/TelegramBotAPI/errors */
class TelegramChannelTest extends ChatChannelContract {
    private static final String PATH = "/bot123:SECRET/";

    @Override
    String channel() {
        return "telegram";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url, "token", "123:SECRET", "chat", "-100200");
    }

    @Override
    String own(String url) {
        return url + PATH;
    }

    @Override
    Map<String, String> withButtons() {
        return Map.of("buttons", "true");
    }

    @Override
    void providerTakes() {
        String sent = "{\"ok\": true, \"result\": {\"message_id\": 7, \"chat\": {\"id\": -100200}}}";
        provider.stubFor(post(urlEqualTo(PATH + "sendMessage")).willReturn(okJson(sent)));
        provider.stubFor(post(urlEqualTo(PATH + "editMessageText")).willReturn(okJson(sent)));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refusal(400, "Bad Request: chat not found"),
                refusal(400, "Bad Request: message is too long"),
                refusal(401, "Unauthorized"),
                refusal(403, "Forbidden: bot was blocked by the user"),
                refusal(403, "Forbidden: bot was kicked from the group chat"),
                new Refusal(
                        "a group that became a supergroup",
                        aResponse()
                                .withStatus(400)
                                .withBody(
                                        "{\"ok\": false, \"error_code\": 400, \"description\": \"Bad Request: group chat was"
                                                + " upgraded to a supergroup chat\", \"parameters\": {\"migrate_to_chat_id\": -1001}}"),
                        PERMANENT,
                        "Telegram: Bad Request: group chat was upgraded to a supergroup chat, now chat -1001"),
                new Refusal(
                        "flood control",
                        aResponse()
                                .withStatus(429)
                                .withBody(
                                        "{\"ok\": false, \"error_code\": 429, \"description\": \"Too Many Requests: retry after"
                                                + " 35\", \"parameters\": {\"retry_after\": 35}}"),
                        RATE_LIMITED,
                        "Telegram: Too Many Requests",
                        Optional.of(Duration.ofSeconds(35))));
    }

    private static Refusal refusal(int code, String description) {
        return new Refusal(description, error(code, description), PERMANENT, "Telegram: " + description);
    }

    private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder error(
            int code, String description) {
        return aResponse()
                .withStatus(code)
                .withBody("{\"ok\": false, \"error_code\": %d, \"description\": \"%s\"}".formatted(code, description));
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "25", "burst", "25", "destinationRate", "0.33", "destinationBurst", "3");
    }

    private static ObjectNode in(JsonNode thread, ObjectNode message) {
        message.set("thread", thread);
        return message;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
                "Bad Request: message to edit not found",
                "Bad Request: message can't be edited"
            })
    void aFirstMessageThatCannotBeEditedStopsNothing(String description) throws Exception {
        providerTakes();
        JsonNode thread = send(Messages.firing()).thread().orElseThrow();
        provider.stubFor(post(urlEqualTo(PATH + "editMessageText")).willReturn(error(400, description)));
        provider.resetRequests();
        assertThat(send(in(thread, Messages.resolved())).exception()).isEmpty();
        assertThat(recorded().stream().map(request -> request.get("url").asText()))
                .containsExactly(PATH + "editMessageText", PATH + "sendMessage");
    }

    @Test
    void aPersonsAddressIsTheChat() throws Exception {
        providerTakes();
        Outcome outcome = send(receiver(Map.of("chat", "", "topic", "5")), Messages.to("4711"));
        assertThat(recorded().get(0).at("/body/chat_id").asText()).isEqualTo("4711");
        assertThat(recorded().get(0).at("/body").has("message_thread_id")).isFalse();
        assertThat(outcome.thread()).hasValueSatisfying(thread -> assertThat(thread.toString())
                .isEqualTo("{\"chat\":\"4711\",\"message\":7}"));
    }

    @Test
    void aReceiverThatWasPointedToAnotherChatStartsAnewThere() throws Exception {
        providerTakes();
        JsonNode thread = send(Messages.firing()).thread().orElseThrow();
        provider.resetRequests();
        send(receiver(Map.of("chat", "-100300", "topic", "5")), in(thread, Messages.updated()));
        assertThat(recorded()).hasSize(1);
        assertThat(recorded().get(0).at("/body/chat_id").asText()).isEqualTo("-100300");
        assertThat(recorded().get(0).at("/body/message_thread_id").asInt()).isEqualTo(5);
    }

    @Test
    void aMessageHasAtMost4096CharactersAndAMark() throws Exception {
        providerTakes();
        for (String unit : java.util.List.of("x", "&", "👩‍👩‍👧‍👦")) {
            provider.resetRequests();
            assertThat(send(Messages.saying(unit.repeat(20_000))).exception()).isEmpty();
            assertThat(recorded().get(0).at("/body/text").asText())
                    .hasSizeBetween(1_000, 4_096)
                    .contains("…");
        }
    }
}
