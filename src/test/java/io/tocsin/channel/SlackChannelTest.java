package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static io.tocsin.delivery.FailureClass.PERMANENT;
import static io.tocsin.delivery.FailureClass.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.tocsin.delivery.Failure;
import io.tocsin.delivery.FailureClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackChannelTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final WireMockExtension SLACK = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Receivers receivers;

    @BeforeEach
    void receivers() throws Exception {
        String slack = "http://127.0.0.1:" + SLACK.getPort();
        receivers = new Receivers()
                .with("slack-webhook", "by-webhook", Map.of("url", slack + "/services/T0/B0/SECRET"))
                .with("slack", "by-token", Map.of("url", slack + "/api", "token", "xoxb-1", "channel", "C1"));
    }

    @AfterEach
    void stop() throws Exception {
        receivers.close();
    }

    private JsonNode posted(String receiver, ObjectNode message) throws Exception {
        SLACK.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withBody("ok")));
        assertThat(receivers.send(receiver, message).exception()).isEmpty();
        List<LoggedRequest> requests = SLACK.findAll(postRequestedFor(anyUrl()));
        return JSON.readTree(requests.get(requests.size() - 1).getBody());
    }

    @Test
    void anIncidentIsAHeadlineAndAColouredAttachmentOfBlocks() throws Exception {
        JsonNode expected = JSON.readTree(getClass().getResource("/channel/slack-firing.json"));
        assertThat(posted("by-webhook", Messages.firing())).isEqualTo(expected);
    }

    @Test
    void aResolvedIncidentIsGreenAndSaysSo() throws Exception {
        JsonNode body = posted("by-webhook", Messages.resolved());
        assertThat(body.get("text").asText()).startsWith("*[RESOLVED]* ");
        assertThat(body.at("/attachments/0/color").asText()).isEqualTo("#2e7d32");
    }

    @Test
    void aBotTokenGoesIntoTheHeaderAndItsChannelIntoTheBody() throws Exception {
        JsonNode body = posted("by-token", Messages.firing());
        assertThat(body.get("channel").asText()).isEqualTo("C1");
        LoggedRequest request = SLACK.findAll(postRequestedFor(anyUrl())).get(0);
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer xoxb-1");
        assertThat(request.getHeader("Content-Type")).startsWith("application/json");
    }

    @Test
    void anIncomingWebhookGetsNoChannelAndNoCredential() throws Exception {
        assertThat(posted("by-webhook", Messages.firing()).has("channel")).isFalse();
        assertThat(SLACK.findAll(postRequestedFor(anyUrl())).get(0).containsHeader("Authorization"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "channel_not_found,PERMANENT",
        "invalid_auth,PERMANENT",
        "is_archived,PERMANENT",
        "no_text,PERMANENT",
        "ratelimited,RATE_LIMITED",
        "internal_error,TRANSIENT",
        "service_unavailable,TRANSIENT"
    })
    void anErrorInA200IsJudged(String error, FailureClass expected) throws Exception {
        SLACK.stubFor(post(anyUrl()).willReturn(okJson("{\"ok\": false, \"error\": \"" + error + "\"}")));
        Failure failure = receivers.send("by-token", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.reason()).isEqualTo("Slack: " + error);
    }

    @Test
    void aRateLimitIsHonoured() throws Exception {
        SLACK.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "30")));
        Failure failure = receivers.send("by-token", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aWebhookThatIsGoneIsPermanentInSlacksOwnWords() throws Exception {
        SLACK.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(404).withBody("no_service")));
        Failure failure = receivers.send("by-webhook", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(PERMANENT);
        assertThat(failure.reason()).isEqualTo("HTTP 404: no_service");
    }

    @Test
    void slacksLaneIsOneASecondWithBurstsOfThree() {
        assertThat(receivers.lane("by-webhook"))
                .containsEntry("rate", "1")
                .containsEntry("burst", "3")
                .containsEntry("concurrency", "2")
                .containsEntry("retrySchedule", "5s,30s,2m,5m,15m,30m,1h")
                .containsEntry("retryFor", "24h")
                .containsEntry("breaker", "by-webhook-breaker")
                .containsEntry("fallback", "");
    }

    @Test
    void sectionsAreCutToSlacksLimitWithAMarkAndNeverWithinACharacter() throws Exception {
        for (String unit : List.of("x", "🔥", "&", "<!channel>")) {
            JsonNode blocks =
                    posted("by-webhook", Messages.saying(unit.repeat(5000))).at("/attachments/0/blocks");
            String description = blocks.at("/0/text/text").asText();
            assertThat(description.codePointCount(0, description.length())).isLessThanOrEqualTo(3000);
            assertThat(description).endsWith("…").matches(text -> text.codePoints()
                    .noneMatch(SlackChannelTest::half));
            assertThat(blocks.findValuesAsText("text")).allMatch(text -> text.codePointCount(0, text.length()) <= 3000);
        }
    }

    @Test
    void manyAlertsAreListedAndTheRestIsCounted() throws Exception {
        ObjectNode message = Messages.firing();
        ArrayNode alerts = (ArrayNode) message.get("alerts");
        for (int i = 2; i <= 15; i++) {
            alerts.add(((ObjectNode) alerts.get(0).deepCopy()).put("title", "alert " + i));
        }
        String all = posted("by-webhook", message).toString();
        assertThat(all)
                .contains("• alert 2")
                .contains("• alert 11")
                .doesNotContain("• alert 12")
                .contains("and 4 more");
    }

    @Test
    void aMessageWithoutAlertsIsStillOne() throws Exception {
        ObjectNode message = Messages.firing();
        message.putArray("alerts");
        assertThat(posted("by-webhook", message).get("text").asText()).isEqualTo("*[CRITICAL]* Pipeline deploy failed");
    }

    private static boolean half(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
