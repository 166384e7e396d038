package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.delivery.FailureClass.PERMANENT;
import static io.tocsin.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.delivery.FailureClass.TRANSIENT;
import static io.tocsin.delivery.FailureClass.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.standardwebhooks.Webhook;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.delivery.Failure;
import io.tocsin.delivery.FailureClass;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WebhookChannelTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    @RegisterExtension
    static final WireMockExtension HOOK = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Receivers receivers;

    @BeforeEach
    void aReceiver() throws Exception {
        receivers = new Receivers()
                .with(
                        "webhook",
                        "ops-hook",
                        Map.of(
                                "url", "http://127.0.0.1:" + HOOK.getPort() + "/hook/SECRETPATH?team=ops",
                                "secret", SECRET + " " + OLD_SECRET,
                                "token", "TOKEN",
                                "responseTimeout", "1500",
                                "connectTimeout", "500"));
    }

    @AfterEach
    void stop() throws Exception {
        receivers.close();
    }

    private Outcome sendAnsweredBy(ResponseDefinitionBuilder answer) throws Exception {
        HOOK.stubFor(post(anyUrl()).willReturn(answer));
        return receivers.send("ops-hook", Messages.firing());
    }

    @Test
    void theWholeMessageIsPostedAsJson() throws Exception {
        Outcome outcome = sendAnsweredBy(aResponse().withStatus(204));
        assertThat(outcome.exception()).isEmpty();
        HOOK.verify(
                1,
                postRequestedFor(urlEqualTo("/hook/SECRETPATH?team=ops"))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withHeader("Authorization", equalTo("Bearer TOKEN"))
                        .withHeader("webhook-id", equalTo("key-1"))
                        .withRequestBody(equalToJson("""
                    {"version": "1", "delivery": {"id": "key-1", "attempt": 1},
                     "notice": {"id": "not-1", "kind": "opened", "createdAt": "2026-08-20T10:00:05Z"},
                     "incident": {"id": "inc-1", "rule": "production-pipeline-failed", "status": "open",
                       "severity": "critical", "title": "Pipeline deploy failed", "openedAt": "2026-08-20T10:00:00Z"},
                     "alerts": [{"fingerprint": "f1", "status": "firing", "severity": "critical",
                       "title": "Pipeline deploy failed", "description": "Stage Deploy failed",
                       "source": "aws.codepipeline", "labels": {"pipeline": "deploy", "region": "eu-west-1"},
                       "annotations": {"impact": "No release", "root_cause": "Health check", "resolution": "Roll back"},
                       "links": [{"text": "Console", "href": "https://console.example.org/p?a=1&b=2"}],
                       "value": "3", "threshold": "0", "startsAt": "2026-08-20T10:00:00Z"}],
                     "hub": {"name": "Tocsin", "url": "https://hub.example.org"}}""")));
    }

    @Test
    void theBodyIsSignedWithEverySecretAndTheIdStaysTheSameOverRetries() throws Exception {
        sendAnsweredBy(aResponse().withStatus(500));
        sendAnsweredBy(aResponse().withStatus(200));
        List<LoggedRequest> requests = HOOK.findAll(postRequestedFor(anyUrl()));
        assertThat(requests)
                .hasSize(2)
                .extracting(r -> r.getHeader("webhook-id"))
                .containsOnly("key-1");
        for (LoggedRequest request : requests) {
            Map<String, List<String>> headers = Map.of(
                    "webhook-id", List.of(request.getHeader("webhook-id")),
                    "webhook-timestamp", List.of(request.getHeader("webhook-timestamp")),
                    "webhook-signature", List.of(request.getHeader("webhook-signature")));
            new Webhook(SECRET).verify(request.getBodyAsString(), headers);
            new Webhook(OLD_SECRET).verify(request.getBodyAsString(), headers);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "302,PERMANENT",
        "400,PERMANENT",
        "401,PERMANENT",
        "404,PERMANENT",
        "408,TRANSIENT",
        "410,PERMANENT",
        "425,TRANSIENT",
        "429,RATE_LIMITED",
        "500,TRANSIENT",
        "503,TRANSIENT"
    })
    void anAnswerIsJudgedAndSentOnce(int status, FailureClass expected) throws Exception {
        Outcome outcome = sendAnsweredBy(aResponse()
                .withStatus(status)
                .withBody("words of\nthe receiver")
                .withHeader("Location", "/elsewhere"));
        Failure failure = outcome.failure();
        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.statusCode()).contains(status);
        assertThat(failure.reason()).startsWith("HTTP " + status + ": words of the receiver");
        HOOK.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"429,17,17", "503,17,17", "429,99999,3600"})
    void retryAfterInSecondsSurvivesTheBreaker(int status, String header, long seconds) throws Exception {
        Outcome outcome = sendAnsweredBy(aResponse().withStatus(status).withHeader("retry-after", header));
        assertThat(outcome.failure().retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void retryAfterAsADateSurvivesTheBreaker() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(120).atOffset(ZoneOffset.UTC));
        Outcome outcome = sendAnsweredBy(aResponse().withStatus(429).withHeader("Retry-After", date));
        assertThat(outcome.failure().retryAfter()).hasValueSatisfying(pause -> assertThat(pause)
                .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120)));
    }

    @Test
    void aNonsenseRetryAfterIsNoPause() throws Exception {
        Outcome outcome = sendAnsweredBy(aResponse().withStatus(429).withHeader("Retry-After", "when it suits you"));
        assertThat(outcome.failure().failureClass()).isEqualTo(RATE_LIMITED);
        assertThat(outcome.failure().retryAfter()).isEmpty();
    }

    @Test
    void anAnswerLaterThanResponseTimeoutIsUnknown() throws Exception {
        Outcome outcome = sendAnsweredBy(aResponse().withStatus(200).withFixedDelay(2500));
        assertThat(outcome.failure().failureClass()).isEqualTo(UNKNOWN);
        HOOK.verify(1, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
    void aConnectionThatBreaksAfterTheSendIsUnknown(Fault fault) throws Exception {
        assertThat(sendAnsweredBy(aResponse().withFault(fault)).failure().failureClass())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void aRefusedConnectionIsTransientAndTellsNoSecret() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        receivers.with("webhook", "gone", Map.of("url", "http://127.0.0.1:" + port + "/SECRETPATH"));
        Failure failure = receivers.send("gone", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).contains("refused").doesNotContain("SECRETPATH");
    }

    @Test
    void aReceiverWithoutSecretAndTokenSendsNoSignatureAndNoAuthorization() throws Exception {
        HOOK.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200)));
        receivers.with("webhook", "plain", Map.of("url", "http://127.0.0.1:" + HOOK.getPort() + "/plain"));
        receivers.send("plain", Messages.firing());
        LoggedRequest request =
                HOOK.findAll(postRequestedFor(urlEqualTo("/plain"))).get(0);
        assertThat(request.containsHeader("Authorization")).isFalse();
        assertThat(request.containsHeader("webhook-signature")).isFalse();
        assertThat(request.getHeader("webhook-id")).isEqualTo("key-1");
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
        assertThat(new WebhookSignature(SECRET).toString()).doesNotContain("MfKQ");
        assertThat(PERMANENT.word()).isEqualTo("permanent");
    }
}
