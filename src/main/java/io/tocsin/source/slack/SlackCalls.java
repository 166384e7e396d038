package io.tocsin.source.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.net.guard.AddressGuard;
import io.tocsin.net.guard.Answer;
import io.tocsin.net.guard.GuardedClient;
import io.tocsin.net.guard.UrlGuard;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the hub asks of Slack while it answers somebody there; through the guard, once, and nobody waits for it.
 *
 * @param addresses where it may go
 * @param url of Slack's Web API
 */
record SlackCalls(AddressGuard addresses, URI url) {

    private static final Logger LOG = LoggerFactory.getLogger(SlackCalls.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String UTF_8 = "application/json; charset=utf-8";

    /** @throws IllegalArgumentException where it is no URL that the guard could allow */
    SlackCalls at(String text) {
        new UrlGuard(addresses).check("url", text);
        return new SlackCalls(addresses, URI.create(text.replaceFirst("/+$", "")));
    }

    /**
     * Calls a method of the Web API.
     *
     * @param method such as {@code views.open}
     * @return what it answered; fails with an {@link IOException} that shows no token where it answered nothing, and with a
     *     {@link SlackRefusedException} where not {@code ok}
     */
    CompletableFuture<JsonNode> call(String method, String token, ObjectNode body) {
        return post(URI.create(url + "/" + method), Map.of("Authorization", "Bearer " + token), body)
                .thenCompose(answer -> {
                    JsonNode said = read(answer);
                    if (said.path("ok").asBoolean()) {
                        return CompletableFuture.completedFuture(said);
                    }
                    return CompletableFuture.failedFuture(new SlackRefusedException(
                            method,
                            said.path("error").asText("").replaceAll("[^a-z0-9_]", "?"),
                            answer.status(),
                            answer.header("Retry-After")
                                    .filter(seconds -> seconds.matches("\\d{1,5}"))
                                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))));
                });
    }

    /**
     * Where Slack opens a WebSocket for an app, once: https://docs.slack.dev/reference/methods/apps.connections.open.
     *
     * @param appToken {@code xapp-...}
     * @return {@code wss:}, where the Web API is not in a named network without TLS itself; fails as {@link #call}
     */
    CompletableFuture<URI> socket(String appToken) {
        return call("apps.connections.open", appToken, JsonNodeFactory.instance.objectNode())
                .thenApply(said -> {
                    String place = said.path("url").asText("");
                    if (!place.startsWith("wss://") && !(url.getScheme().equals("http") && place.startsWith("ws://"))) {
                        throw new CompletionException(
                                new IOException("Slack answered apps.connections.open with a URL that is not wss"));
                    }
                    try {
                        return new URI(place);
                    } catch (URISyntaxException noUrl) { // whose words would show its ticket
                        throw new CompletionException(
                                new IOException("Slack answered apps.connections.open with what is no URL"));
                    }
                });
    }

    /**
     * Says something that one person alone sees.
     *
     * @param responseUrl where Slack takes that; one that is not Slack's own is not used
     * @param text plain
     */
    void whisper(String responseUrl, String text) {
        Optional<URI> place = slacksOwn(responseUrl);
        if (place.isEmpty()) {
            LOG.warn("Nothing was said to somebody in Slack: the response_url is not at {}", url.getHost());
            return;
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("response_type", "ephemeral")
                .put("replace_original", false)
                .put("text", SlackText.escaped(text));
        post(place.get(), Map.of(), body).whenComplete((answer, failure) -> {
            if (failure != null || answer.status() >= 300) {
                LOG.warn(
                        "Nothing was said to somebody in Slack: {}",
                        failure == null ? "status " + answer.status() : failure.getMessage());
            }
        });
    }

    /** At the host of the Web API or below it: {@code hooks.slack.com}. It came with what was clicked, so it is looked at. */
    private Optional<URI> slacksOwn(String text) {
        if (new UrlGuard(addresses).fault(text).isPresent()) {
            return Optional.empty();
        }
        URI place = URI.create(text);
        String host = place.getHost().toLowerCase(Locale.ROOT);
        String own = url.getHost().toLowerCase(Locale.ROOT);
        return place.getScheme().equalsIgnoreCase(url.getScheme())
                        && place.getPort() == url.getPort()
                        && (host.equals(own) || host.endsWith("." + own))
                ? Optional.of(place)
                : Optional.empty();
    }

    private CompletableFuture<Answer> post(URI place, Map<String, String> headers, ObjectNode body) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", UTF_8);
        all.put("User-Agent", "Tocsin");
        return GuardedClient.post(addresses, place, all, body.toString().getBytes(StandardCharsets.UTF_8), LIMIT);
    }

    private static JsonNode read(Answer answer) {
        try {
            return JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }
}
