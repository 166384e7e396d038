package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Answers: https://cloud.google.com/apis/design/errors, https://developers.google.com/workspace/chat/limits
 */
class GoogleChatChannelTest extends ChatChannelContract {
    private static final String PATH = "/v1/spaces/AAAA/messages?key=SECRET&token=SECRET";

    @Override
    String channel() {
        return "google-chat";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + PATH);
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlEqualTo(PATH + "&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"))
                .willReturn(okJson("{\"name\": \"spaces/AAAA/messages/1\"}")));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refusal(400, "INVALID_ARGUMENT", PERMANENT),
                refusal(403, "PERMISSION_DENIED", PERMANENT),
                refusal(404, "NOT_FOUND", PERMANENT),
                refusal(429, "RESOURCE_EXHAUSTED", RATE_LIMITED),
                new Refusal(
                        "a quota with the time until it is free",
                        aResponse()
                                .withStatus(429)
                                .withBody(
                                        "{\"error\": {\"code\": 429, \"status\": \"RESOURCE_EXHAUSTED\", \"message\": \"Quota\","
                                                + " \"details\": [{\"@type\": \"type.googleapis.com/google.rpc.RetryInfo\","
                                                + " \"retryDelay\": \"31s\"}]}}"),
                        RATE_LIMITED,
                        "Google Chat: RESOURCE_EXHAUSTED: Quota",
                        Optional.of(Duration.ofSeconds(31))));
    }

    private static Refusal refusal(int status, String word, io.tocsin.model.delivery.FailureClass expected) {
        return new Refusal(
                word,
                aResponse()
                        .withStatus(status)
                        .withBody("{\"error\": {\"code\": %d, \"message\": \"Words\", \"status\": \"%s\"}}"
                                .formatted(status, word)),
                expected,
                "Google Chat: " + word + ": Words");
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0", "destinationRate", "0.8", "destinationBurst", "1");
    }

    @Test
    void allMessagesOfAnIncidentAreInOneThreadAndADigestIsInNone() throws Exception {
        providerTakes();
        send(Messages.firing());
        send(Messages.resolved());
        send(Messages.digest(2));
        assertThat(recorded().stream()
                        .map(request -> request.at("/body/thread/threadKey").asText()))
                .containsExactly("inc-1", "inc-1", "");
    }

    @Test
    void aMessageIsCutTo32000BytesWithAMark() throws Exception {
        providerTakes();
        for (String unit : java.util.List.of("x", "Zürich 🔥 <&\"", "👩‍👩‍👧‍👦", "\\\n")) {
            provider.resetRequests();
            assertThat(send(Messages.saying(unit.repeat(1_000_000 / unit.length())))
                            .exception())
                    .isEmpty();
            assertThat(requests().get(0).getBody()).hasSizeBetween(10_000, 32_000);
            assertThat(requests().get(0).getBodyAsString()).contains("…");
        }
    }
}
