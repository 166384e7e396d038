package io.tocsin.source.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.Answer;
import io.tocsin.net.guard.GuardedClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Telegram's Bot API, through the guard, once, and nobody waits for it. Its token stands in its URL, which no message shows.
 *
 * @param addresses where it may go
 * @param url of the Bot API
 * @param token the bot's
 */
record BotApi(AddressGuard addresses, String url, String token) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Twenty updates, each with the message whose button was pressed, in JSON that may need six characters for one. */
    private static final int MOST = 2 * 1024 * 1024;

    /** Telegram took a call and refused it, or answered nothing of its own. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        RefusedException(String words, Duration retryAfter) {
            super(words);
            this.retryAfter = retryAfter;
        }

        /** How long Telegram wants nothing more; zero where it says nothing of that. */
        Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * Calls a method: https://core.telegram.org/bots/api#making-requests.
     *
     * @return its {@code result}; fails with an {@link IOException} where no answer came, or a refusal
     */
    CompletableFuture<JsonNode> call(String method, ObjectNode body, Duration limit) {
        return GuardedClient.post(
                        addresses,
                        URI.create(url.replaceFirst("/+$", "") + "/bot" + token + "/" + method),
                        Map.of("Content-Type", "application/json", "User-Agent", "Tocsin"),
                        body.toString().getBytes(StandardCharsets.UTF_8),
                        limit,
                        MOST)
                .thenCompose(BotApi::result);
    }

    private static CompletableFuture<JsonNode> result(Answer answer) {
        JsonNode said = JSON.missingNode();
        try {
            said = JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException noJson) {
            // a page of a proxy: its status says enough
        }
        if (answer.status() == 200 && said.path("ok").asBoolean()) {
            return CompletableFuture.completedFuture(said.path("result"));
        }
        String words = said.path("description").asText("").replaceAll("[^\\x20-\\x7e]", "?");
        return CompletableFuture.failedFuture(new RefusedException(
                "Telegram answered " + answer.status() + (words.isEmpty() ? "" : ": " + words),
                Duration.ofSeconds(said.at("/parameters/retry_after").asInt(0))));
    }
}
