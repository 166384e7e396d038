package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
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

/** Answers: https://developers.mattermost.com/integrate/webhooks/incoming/ */
class MattermostChannelTest extends ChatChannelContract {
    private static final String PATH = "/hooks/SECRET";

    @Override
    String channel() {
        return "mattermost";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + PATH);
    }

    @Override
    Map<String, String> withButtons() {
        return Map.of("buttons", "https://hub.example.org/v1/answers/m", "secret", "s3cret-of-the-test");
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlEqualTo(PATH)).willReturn(ok("ok")));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refusal(400, "Invalid webhook."),
                refusal(403, "Channel is locked."),
                refusal(404, "Couldn't find the channel."),
                new Refusal(
                        "limit exceeded",
                        aResponse()
                                .withStatus(429)
                                .withHeader("Retry-After", "1")
                                .withBody("limit exceeded"),
                        RATE_LIMITED,
                        "HTTP 429: limit exceeded",
                        Optional.of(Duration.ofSeconds(1))));
    }

    private static Refusal refusal(int status, String words) {
        String body = "{\"id\": \"web.incoming_webhook.app_error\", \"message\": \"%s\", \"status_code\": %d}"
                .formatted(words, status);
        return new Refusal(words, aResponse().withStatus(status).withBody(body), PERMANENT, "Mattermost: " + words);
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0", "destinationRate", "5", "destinationBurst", "10");
    }

    @Test
    void aPersonsAddressIsTheChannel() throws Exception {
        providerTakes();
        send(Messages.to("@ada"));
        send(receiver(Map.of("channel", "town-square")), Messages.firing());
        assertThat(recorded().stream()
                        .map(request -> request.at("/body/channel").asText()))
                .containsExactly("@ada", "town-square");
    }

    @Test
    void aLongTextIsCutWithAMark() throws Exception {
        providerTakes();
        send(Messages.saying("*".repeat(100_000)));
        assertThat(recorded().get(0).at("/body/attachments/0/text").asText())
                .hasSizeBetween(10_000, 17_000)
                .contains("\\*…");
    }
}
