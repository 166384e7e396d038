package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static io.tocsin.model.delivery.FailureClass.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.model.delivery.FailureClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers: https://docs.slack.dev/reference/methods/chat.postMessage#errors, https://docs.slack.dev/apis/web-api/rate-limits */
class SlackChannelTest extends ChatChannelContract {
    private static final String POST = "/api/chat.postMessage";
    private static final String UPDATE = "/api/chat.update";

    @Override
    String channel() {
        return "slack";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + "/api", "token", "xoxb-SECRET", "channel", "C1");
    }

    @Override
    Map<String, String> withButtons() {
        return Map.of("buttons", "true");
    }

    @Override
    void providerTakes() {
        String taken = "{\"ok\": true, \"channel\": \"C1\", \"ts\": \"1755684005.000100\"}";
        provider.stubFor(post(urlEqualTo(POST)).willReturn(okJson(taken)));
        provider.stubFor(post(urlEqualTo(UPDATE)).willReturn(okJson(taken)));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refusal("channel_not_found", PERMANENT),
                refusal("invalid_auth", PERMANENT),
                refusal("is_archived", PERMANENT),
                refusal("not_in_channel", PERMANENT),
                refusal("no_text", PERMANENT),
                refusal("ratelimited", RATE_LIMITED),
                refusal("message_limit_exceeded", RATE_LIMITED),
                // "It's possible some aspect of the operation succeeded before the error was raised."
                refusal("internal_error", UNKNOWN),
                refusal("fatal_error", UNKNOWN),
                refusal("service_unavailable", TRANSIENT),
                new Refusal(
                        "429",
                        aResponse()
                                .withStatus(429)
                                .withHeader("Retry-After", "30")
                                .withBody("{\"ok\": false, \"error\": \"ratelimited\"}"),
                        RATE_LIMITED,
                        "Slack: ratelimited",
                        Optional.of(Duration.ofSeconds(30))),
                new Refusal(
                        "blocks that are wrong, and how",
                        okJson("{\"ok\": false, \"error\": \"invalid_blocks\","
                                + " \"response_metadata\": {\"messages\": [\"[ERROR] too long\"]}}"),
                        PERMANENT,
                        "Slack: invalid_blocks [\"[ERROR] too long\"]"));
    }

    private static Refusal refusal(String error, FailureClass expected) {
        return new Refusal(error, okJson("{\"ok\": false, \"error\": \"" + error + "\"}"), expected, "Slack: " + error);
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0", "destinationRate", "1", "destinationBurst", "3", "destination", "C1");
    }

    private JsonNode opened() throws Exception {
        providerTakes();
        JsonNode thread = send(Messages.firing()).thread().orElseThrow();
        provider.resetRequests();
        return thread;
    }

    private static ObjectNode in(JsonNode thread, ObjectNode message) {
        message.set("thread", thread);
        return message;
    }

    private List<String> urls() {
        return recorded().stream().map(request -> request.get("url").asText()).toList();
    }

    @Test
    void theResolutionEditsTheFirstMessageAndGoesIntoItsThread() throws Exception {
        JsonNode thread = opened();
        assertThat(send(in(thread, Messages.resolved())).delivered()).isTrue();
        assertThat(urls()).containsExactly(UPDATE, POST);
        JsonNode edit = recorded().get(0).get("body");
        assertThat(edit.get("ts").asText()).isEqualTo("1755684005.000100");
        assertThat(edit.get("text").asText()).startsWith("[RESOLVED] ");
        assertThat(edit.at("/attachments/0/color").asText()).isEqualTo("#2e7d32");
        JsonNode reply = recorded().get(1).get("body");
        assertThat(reply.get("thread_ts").asText()).isEqualTo("1755684005.000100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cant_update_message", "edit_window_closed"})
    void aFirstMessageThatMayNotBeEditedStillHasItsThread(String error) throws Exception {
        JsonNode thread = opened();
        provider.stubFor(post(urlEqualTo(UPDATE)).willReturn(okJson("{\"ok\": false, \"error\": \"" + error + "\"}")));
        Outcome outcome = send(in(thread, Messages.resolved()));
        assertThat(outcome.exception()).isEmpty();
        assertThat(recorded().get(1).at("/body/thread_ts").asText()).isEqualTo("1755684005.000100");
        assertThat(outcome.thread()).contains(thread);
    }

    @Test
    void aFirstMessageThatSomebodyDeletedIsReplacedByTheNext() throws Exception {
        JsonNode thread = opened();
        provider.stubFor(
                post(urlEqualTo(UPDATE)).willReturn(okJson("{\"ok\": false, \"error\": \"message_not_found\"}")));
        provider.stubFor(post(urlEqualTo(POST))
                .willReturn(okJson("{\"ok\": true, \"channel\": \"C1\", \"ts\": \"1755690000.000200\"}")));
        Outcome outcome = send(in(thread, Messages.updated()));
        assertThat(outcome.exception()).isEmpty();
        assertThat(recorded().get(1).get("body").has("thread_ts")).isFalse();
        assertThat(outcome.thread())
                .hasValueSatisfying(now -> assertThat(now.get("ts").asText()).isEqualTo("1755690000.000200"));
    }

    @Test
    void aPostThatFailsAfterTheEditIsAFailureAndBothAreMadeAgain() throws Exception {
        JsonNode thread = opened();
        provider.stubFor(post(urlEqualTo(POST)).willReturn(okJson("{\"ok\": false, \"error\": \"ratelimited\"}")));
        assertThat(send(in(thread, Messages.resolved())).failure().failureClass())
                .isEqualTo(RATE_LIMITED);
        providerTakes();
        provider.resetRequests();
        assertThat(send(in(thread, Messages.resolved())).delivered()).isTrue();
        assertThat(urls()).containsExactly(UPDATE, POST);
    }

    @Test
    void aPersonsAddressIsTheChannelAndHasItsOwnThread() throws Exception {
        JsonNode thread = opened();
        Outcome outcome = send(in(thread, Messages.to("U0123456789")));
        assertThat(urls()).containsExactly(POST);
        assertThat(recorded().get(0).at("/body/channel").asText()).isEqualTo("U0123456789");
        assertThat(outcome.thread())
                .hasValueSatisfying(now -> assertThat(now.get("to").asText()).isEqualTo("U0123456789"));
    }

    @Test
    void aDigestNamesEachIncidentApartFromTheirThreads() throws Exception {
        JsonNode thread = opened();
        assertThat(send(in(thread, Messages.digest(60))).delivered()).isTrue();
        assertThat(urls()).containsExactly(POST);
        String digest = recorded().get(0).toString();
        for (int i = 1; i <= 60; i++) {
            assertThat(digest).contains("Incident number " + i);
        }
        assertThat(recorded().get(0).get("body").has("thread_ts")).isFalse();
    }

    @Test
    void whatASenderWroteIsInNoMrkdwn() throws Exception {
        providerTakes();
        ObjectNode message = Messages.saying("_x_ *y* :100: ~z~ `k`");
        ((ObjectNode) message.at("/alerts/0/links/0")).put("text", "_x_ *y* :100: ~z~ `k`");
        assertThat(send(message).exception()).isEmpty();
        JsonNode body = recorded().get(0).get("body");
        assertThat(body.get("mrkdwn").asBoolean(true)).isFalse();
        assertThat(body.at("/blocks/0/text/text").asText()).endsWith("_x_ *y* :100: ~z~ `k`");
        // Of all text objects only mrkdwn can be verbatim.
        assertThat(body.findParents("verbatim")).singleElement().satisfies(links -> assertThat(
                        links.get("text").asText())
                .contains("|＿x＿ ＊y＊ ：100： ～z～ ｀k｀>")
                .doesNotContain("_x_", "*y*", "~z~", "`k`", ":100:"));
        assertThat(body.toString().split("mrkdwn", -1)).hasSize(3);
    }

    @Test
    void aDigestOfMoreThanFitsSaysHowManyAreMissing() throws Exception {
        providerTakes();
        assertThat(send(Messages.digest(2_000)).delivered()).isTrue();
        assertThat(recorded().get(0).at("/body/attachments/0/blocks").size()).isLessThanOrEqualTo(50);
        assertThat(recorded().get(0).toString()).contains("Incident number 1\\n", "… +1335");
    }

    @Test
    void sectionsAreCutToSlacksLimitWithAMarkAndNeverWithinACharacter() throws Exception {
        providerTakes();
        for (String unit : List.of("x", "🔥", "&", "<!channel>", "👩‍👩‍👧‍👦")) {
            provider.resetRequests();
            assertThat(send(Messages.saying(unit.repeat(5_000))).exception()).isEmpty();
            JsonNode blocks = recorded().get(0).at("/body/attachments/0/blocks");
            assertThat(blocks.at("/0/text/text").asText())
                    .hasSizeBetween(500, 3_000)
                    .endsWith("…")
                    .matches(text -> text.codePoints().noneMatch(SlackChannelTest::half));
        }
    }

    private static boolean half(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
