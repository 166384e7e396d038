package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
class SlackWebhookChannelTest extends ChatChannelContract {
    private static final String PATH = "/services/T0/B0/" + SECRET;

    @Override
    String channel() {
        return "slack-webhook";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + PATH);
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlEqualTo(PATH)).willReturn(ok("ok")));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refused(400, "invalid_payload"),
                refused(403, "action_prohibited"),
                refused(404, "channel_not_found"),
                refused(404, "no_service"),
                refused(410, "channel_is_archived"),
                new Refusal(
                        "429",
                        aResponse()
                                .withStatus(429)
                                .withHeader("Retry-After", "30")
                                .withBody("rate_limited"),
                        RATE_LIMITED,
                        "HTTP 429: rate_limited",
                        Optional.of(Duration.ofSeconds(30))));
    }

    private static Refusal refused(int status, String word) {
        return new Refusal(
                word, aResponse().withStatus(status).withBody(word), PERMANENT, "HTTP " + status + ": " + word);
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0", "destinationRate", "1", "destinationBurst", "3", "digestAbove", "20");
    }
}
