package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.tocsin.channel.TestOutbox.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers: https://discord.com/developers/docs/topics/rate-limits,
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
 */
class DiscordChannelTest extends ChatChannelContract {
    private static final String PATH = "/api/webhooks/1/SECRET";

    @Override
    String channel() {
        return "discord";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + PATH);
    }

    @Override
    Map<String, String> withButtons() {
        return Map.of("buttons", "true");
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlEqualTo(PATH + "?wait=true")).willReturn(okJson("{\"id\": \"77\"}")));
        provider.stubFor(patch(urlMatching(PATH + "/messages/[0-9]+")).willReturn(okJson("{\"id\": \"77\"}")));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal(
                        "an embed that is too long",
                        error(400, 50035, "Invalid Form Body"),
                        PERMANENT,
                        "Discord: Invalid Form Body (50035)"),
                new Refusal("a token that is none", error(401, 50027, "Invalid Webhook Token"), PERMANENT, "HTTP 401"),
                new Refusal("no permission", error(403, 50013, "Missing Permissions"), PERMANENT, "HTTP 403"),
                new Refusal("a webhook that is gone", error(404, 10015, "Unknown Webhook"), PERMANENT, "HTTP 404"),
                new Refusal(
                        "a rate limit in fractions of a second",
                        aResponse()
                                .withStatus(429)
                                .withBody(
                                        "{\"message\": \"You are being rate limited.\", \"retry_after\": 64.57, \"global\": false}"),
                        RATE_LIMITED,
                        "Discord: You are being rate limited.",
                        Optional.of(Duration.ofSeconds(65))));
    }

    private static com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder error(
            int status, int code, String message) {
        return aResponse().withStatus(status).withBody("{\"message\": \"%s\", \"code\": %d}".formatted(message, code));
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0", "destinationRate", "0.5", "destinationBurst", "5");
    }

    private static ObjectNode in(JsonNode thread, ObjectNode message) {
        message.set("thread", thread);
        return message;
    }

    @Test
    void aFirstMessageThatSomebodyDeletedIsReplacedByTheNext() throws Exception {
        providerTakes();
        JsonNode thread = send(Messages.firing()).thread().orElseThrow();
        provider.stubFor(patch(urlPathEqualTo(PATH + "/messages/77")).willReturn(error(404, 10008, "Unknown Message")));
        provider.stubFor(post(urlEqualTo(PATH + "?wait=true")).willReturn(okJson("{\"id\": \"78\"}")));
        Outcome outcome = send(in(thread, Messages.resolved()));
        assertThat(outcome.exception()).isEmpty();
        assertThat(outcome.thread())
                .hasValueSatisfying(now -> assertThat(now.get("id").asText()).isEqualTo("78"));
    }

    @Test
    void anEditThatFailsIsAFailureAndKeepsTheThread() throws Exception {
        providerTakes();
        JsonNode thread = send(Messages.firing()).thread().orElseThrow();
        provider.stubFor(patch(urlPathEqualTo(PATH + "/messages/77"))
                .willReturn(aResponse().withStatus(500)));
        assertThat(send(in(thread, Messages.resolved())).delivered()).isFalse();
        providerTakes();
        provider.resetRequests();
        assertThat(send(in(thread, Messages.resolved())).delivered()).isTrue();
        assertThat(recorded().stream().map(request -> request.get("method").asText()))
                .containsExactly("PATCH", "POST");
    }

    @Test
    void aDigestIsApartFromTheIncidentsMessages() throws Exception {
        providerTakes();
        JsonNode thread = send(Messages.firing()).thread().orElseThrow();
        provider.resetRequests();
        assertThat(send(in(thread, Messages.digest(30))).delivered()).isTrue();
        assertThat(recorded()).hasSize(1);
        assertThat(recorded().get(0).at("/body/embeds/0/description").asText())
                .contains("Incident number 1\n")
                .contains("Incident number 30");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void afterFiveRefusalsOfTheWebhookDiscordIsAskedNoMore(int status) throws Exception {
        provider.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
        for (int i = 0; i < 5; i++) {
            assertThat(send(Messages.firing()).failure().failureClass()).isEqualTo(PERMANENT);
        }
        assertThat(send(Messages.firing()).exception()).hasValueSatisfying(e -> assertThat(e)
                .hasStackTraceContaining(CallNotPermittedException.class.getSimpleName()));
        assertThat(requests()).hasSize(5);
    }

    @Test
    void anEmbedHasAtMost6000CharactersInAllAndAMark() throws Exception {
        providerTakes();
        for (String unit : java.util.List.of("x", "*", "👩‍👩‍👧‍👦")) {
            provider.resetRequests();
            assertThat(send(Messages.saying(unit.repeat(20_000))).exception()).isEmpty();
            JsonNode embed = recorded().get(0).at("/body/embeds/0");
            int all = embed.at("/title").asText().length()
                    + embed.at("/description").asText().length()
                    + embed.at("/footer/text").asText().length();
            for (JsonNode field : embed.get("fields")) {
                all += field.get("name").asText().length()
                        + field.get("value").asText().length();
            }
            assertThat(all).isBetween(1_500, 6_000);
            assertThat(embed.at("/description").asText()).contains("…");
        }
    }
}
