package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.standardwebhooks.Webhook;
import io.tocsin.channel.http.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The signature: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
class WebhookChannelTest extends HttpChannelContract {
    private static final String SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD_SIGNING = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    @Override
    String channel() {
        return "webhook";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of(
                "url", url + "/hook/" + SECRET + "?team=ops",
                "secret", SIGNING + " " + OLD_SIGNING,
                "token", SECRET + "-token");
    }

    @Override
    void providerTakes() {
        provider.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
    }

    @Override
    boolean anyBodyWillDo() {
        return true;
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal(
                        "410",
                        aResponse().withStatus(410),
                        PERMANENT,
                        "HTTP 410: the receiver is gone, take it out of the rules"),
                new Refusal(
                        "410 with words",
                        aResponse().withStatus(410).withBody("{\"error\": \"moved\"}"),
                        PERMANENT,
                        "HTTP 410: the receiver is gone, take it out of the rules: {\"error\":\"moved\"}"),
                new Refusal("400", aResponse().withStatus(400).withBody("no\nsuch"), PERMANENT, "HTTP 400: no such"),
                new Refusal(
                        "503",
                        aResponse()
                                .withStatus(503)
                                .withHeader("Retry-After", "17")
                                .withBody("later"),
                        TRANSIENT,
                        "HTTP 503: later",
                        Optional.of(Duration.ofSeconds(17))),
                new Refusal(
                        "429",
                        aResponse().withStatus(429).withHeader("Retry-After", "99999"),
                        RATE_LIMITED,
                        "HTTP 429",
                        Optional.of(Duration.ofHours(1))));
    }

    @Override
    Map<String, String> lane() {
        return Map.of(
                "provider", "webhook", "rate", "0", "destinationRate", "0", "digestAbove", "0", "unknown", "retry");
    }

    @Override
    Set<String> headers() {
        return Set.of("Content-Type", "Authorization", "webhook-id");
    }

    @Test
    void theBodyIsSignedWithEverySecretAndTheIdStaysTheSameOverRetries() throws Exception {
        sendAnsweredBy(aResponse().withStatus(500));
        sendAnsweredBy(aResponse().withStatus(200));
        assertThat(requests())
                .hasSize(2)
                .extracting(request -> request.getHeader("webhook-id"))
                .containsOnly("key-1");
        for (LoggedRequest request : requests()) {
            Map<String, List<String>> headers = Map.of(
                    "webhook-id", List.of(request.getHeader("webhook-id")),
                    "webhook-timestamp", List.of(request.getHeader("webhook-timestamp")),
                    "webhook-signature", List.of(request.getHeader("webhook-signature")));
            new Webhook(SIGNING).verify(request.getBodyAsString(), headers);
            new Webhook(OLD_SIGNING).verify(request.getBodyAsString(), headers);
        }
    }

    @Test
    void aSendWhoseAnswerWasLostIsSentAgainUnderTheSameIdSoThatTheReceiverDropsIt() throws Exception {
        assertThat(sendAnsweredBy(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                        .delivered())
                .isFalse();
        assertThat(sendAnsweredBy(aResponse().withStatus(200)).delivered()).isTrue();
        assertThat(requests().stream()
                        .map(request -> request.getHeader("webhook-id"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void methodHeadersContentTypeAndBasicAuthenticationAreTheReceiversOwn() throws Exception {
        providerTakes();
        String plain = receiver(Map.of(
                "secret", "",
                "token", "",
                "method", "PUT",
                "contentType", "application/vnd.pager+json; v=1",
                "headers", "X-Team: ops, night, X-Env:prod , X-Key: a=b; c",
                "user", "tocsin",
                "password", "p:w+%"));
        assertThat(send(plain, Messages.firing()).exception()).isEmpty();
        LoggedRequest request = requests().get(0);
        assertThat(request.getMethod().getName()).isEqualTo("PUT");
        assertThat(request.getHeader("Content-Type")).isEqualTo("application/vnd.pager+json; v=1");
        assertThat(request.getHeader("X-Team")).isEqualTo("ops, night");
        assertThat(request.getHeader("X-Env")).isEqualTo("prod");
        assertThat(request.getHeader("X-Key")).isEqualTo("a=b; c");
        assertThat(request.getHeader("Authorization"))
                .isEqualTo(
                        "Basic " + Base64.getEncoder().encodeToString("tocsin:p:w+%".getBytes(StandardCharsets.UTF_8)));
        assertThat(request.containsHeader("webhook-signature")).isFalse();
        assertThat(request.getHeader("webhook-id")).isEqualTo("key-1");
    }

    @Test
    void anotherTemplateMakesTheBodyAndATextIsSentAsItIs() throws Exception {
        providerTakes();
        String own = receiver(Map.of("template", "webhook-text.jq", "contentType", "text/plain; charset=UTF-8"));
        assertThat(send(own, Messages.firing()).exception()).isEmpty();
        assertThat(requests().get(0).getBodyAsString())
                .isEqualTo("[CRITICAL] Pipeline deploy failed\nhttps://console.example.org/p?a=1&b=2");
        assertThat(requests().get(0).getHeader("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    }

    /** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
    @Test
    void programsThatWereMadeForAlertmanagerGetTheBodyThatTheyKnow() throws Exception {
        providerTakes();
        assertThat(send(receiver(Map.of("template", "webhook-alertmanager.jq")), Messages.firing())
                        .exception())
                .isEmpty();
        JsonNode body = new ObjectMapper().readTree(requests().get(0).getBodyAsString());
        assertThat(body.path("version").asText()).isEqualTo("4");
        assertThat(body.path("status").asText()).isEqualTo("firing");
        assertThat(List.of("groupKey", "receiver", "externalURL"))
                .allMatch(field -> body.path(field).isTextual());
        assertThat(body.path("truncatedAlerts").isInt()).isTrue();
        JsonNode alert = body.at("/alerts/0");
        assertThat(alert.path("status").asText()).isEqualTo("firing");
        assertThat(alert.path("endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(alert.at("/annotations/summary").asText()).isEqualTo("Pipeline deploy failed");
        assertThat(alert.path("labels").size()).isPositive();
        assertThat(body.path("commonLabels")).isEqualTo(alert.path("labels"));
        assertThat(alert.path("generatorURL").asText()).startsWith("https://console.example.org/");
    }

    @Test
    void aTextForPeopleHasNoControlsAndNoOverridesOfTheReadingDirection() throws Exception {
        providerTakes();
        String own = receiver(Map.of("template", "webhook-text.jq", "contentType", "text/plain; charset=UTF-8"));
        assertThat(send(own, Messages.saying(HostileTexts.UNREADABLE)).exception())
                .isEmpty();
        assertThat(requests().get(0).getBodyAsString()).startsWith("[CRITICAL] abc[31mdefg Bcc: eve@evil.example i\n");
    }

    @Test
    void theReceiversWordsAreKeptForTheTrace() throws Exception {
        assertThat(sendAnsweredBy(aResponse().withStatus(200).withBody("thanks"))
                        .answer())
                .contains("HTTP 200 thanks");
    }

    @Test
    void aBadSecretIsRefusedWithoutShowingIt() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new WebhookSignature("whsec_SECRET!!!")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base64")
                .hasMessageNotContaining("SECRET")
                .hasNoCause();
        assertThat(new WebhookSignature(SIGNING).toString()).doesNotContain("MfKQ");
    }
}
