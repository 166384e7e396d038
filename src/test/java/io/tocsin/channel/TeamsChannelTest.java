package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Answers: https://github.com/MicrosoftDocs/msteams-docs/issues/7425 (a refusal in a 200),
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
class TeamsChannelTest extends ChatChannelContract {
    private static final String PATH = "/workflows/SECRET/triggers/manual/paths/invoke?sig=SECRET";

    @Override
    String channel() {
        return "teams";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + PATH);
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlEqualTo(PATH)).willReturn(aResponse().withStatus(202)));
    }

    @Override
    Stream<Refusal> refusals() {
        String hidden = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ";
        return Stream.of(
                new Refusal(
                        "a throttle hidden in a 200",
                        aResponse().withStatus(200).withBody(hidden + "429 with ContextId tcid=0."),
                        RATE_LIMITED,
                        "Teams: " + hidden + "429"),
                new Refusal(
                        "a throttle hidden in a 202",
                        aResponse().withStatus(202).withBody(hidden + "429 with ContextId tcid=0."),
                        RATE_LIMITED,
                        "Teams: " + hidden + "429"),
                new Refusal(
                        "a card that is too large, in a 200",
                        aResponse().withStatus(200).withBody(hidden + "413 with ContextId tcid=0."),
                        PERMANENT,
                        "Teams: " + hidden + "413"),
                new Refusal(
                        "a failure behind the webhook, in a 200",
                        aResponse().withStatus(200).withBody(hidden + "503 with ContextId tcid=0."),
                        TRANSIENT,
                        "Teams: " + hidden + "503"),
                new Refusal(
                        "a webhook that cannot reach Teams, in a 200",
                        aResponse()
                                .withStatus(200)
                                .withBody(
                                        "Webhook message delivery failed with error: Error contacting Microsoft Teams endpoint"),
                        TRANSIENT,
                        "Teams: Webhook message delivery failed"),
                new Refusal(
                        "a failure whose number is missing, in a 200",
                        aResponse().withStatus(200).withBody(hidden.strip() + "."),
                        TRANSIENT,
                        "Teams: " + hidden.strip()),
                new Refusal(
                        "a failure of no known words and no number, in a 200",
                        aResponse().withStatus(200).withBody("Endpoint returned HTTP error unknown"),
                        TRANSIENT,
                        "Teams: Endpoint returned HTTP error"),
                new Refusal(
                        "a flow that answers with an error",
                        okJson("{\"error\": {\"code\": \"TooManyRequests\", \"message\": \"Rate limit is exceeded\"}}"),
                        RATE_LIMITED,
                        "Teams: TooManyRequests: Rate limit is exceeded"),
                new Refusal(
                        "a workflow that is switched off",
                        aResponse()
                                .withStatus(400)
                                .withBody("{\"error\": {\"code\": \"WorkflowTriggerIsNotEnabled\"}}"),
                        PERMANENT,
                        "HTTP 400: {\"error\""),
                new Refusal("too large", aResponse().withStatus(413), PERMANENT, "HTTP 413"));
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0", "destinationRate", "1", "destinationBurst", "3");
    }

    private JsonNode card(JsonNode message) throws Exception {
        providerTakes();
        assertThat(send(message.deepCopy()).exception()).isEmpty();
        return recorded().get(0).at("/body/attachments/0/content");
    }

    @Test
    void aCardHasTheColourOfItsSeverityAndGreenWhenResolved() throws Exception {
        assertThat(card(Messages.firing()).at("/body/0/style").asText()).isEqualTo("attention");
        provider.resetRequests();
        assertThat(card(Messages.resolved()).at("/body/0/style").asText()).isEqualTo("good");
    }

    @Test
    void aCardIsCutToTwentyFourKilobytesWithAMark() throws Exception {
        providerTakes();
        for (String unit : java.util.List.of("x", "Zürich 🔥 <&\"", "👩‍👩‍👧‍👦", "\\\n")) {
            provider.resetRequests();
            assertThat(send(Messages.saying(unit.repeat(1_000_000 / unit.length())))
                            .exception())
                    .isEmpty();
            assertThat(requests().get(0).getBody()).hasSizeBetween(10_000, 24_000);
            assertThat(requests().get(0).getBodyAsString()).contains("…");
        }
    }

    @Test
    void theLinesOfADescriptionStayLines() throws Exception {
        String card = card(Messages.saying("first\nsecond")).toString();
        assertThat(card).contains("\"text\":\"first\"").contains("\"text\":\"second\"");
    }
}
