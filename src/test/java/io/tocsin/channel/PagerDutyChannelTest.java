package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers: https://developer.pagerduty.com/docs/events-api-v2/overview/#response-codes--retry-logic */
class PagerDutyChannelTest extends HttpChannelContract {

    @Override
    String channel() {
        return "pagerduty";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + "/v2/enqueue", "routingKey", SECRET + "-0123456789abcdef01234567");
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlEqualTo("/v2/enqueue"))
                .willReturn(jsonResponse(
                        "{\"status\": \"success\", \"message\": \"Event processed\", \"dedup_key\": \"inc-1\"}", 202)));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal(
                        "an event that is none",
                        jsonResponse(
                                "{\"status\": \"invalid event\", \"message\": \"Event object is invalid\","
                                        + " \"errors\": [\"'payload.severity' is invalid\"]}",
                                400),
                        PERMANENT,
                        "HTTP 400: {\"status\":\"invalid event\""),
                new Refusal(
                        "too many events, which are not ingested",
                        aResponse().withStatus(429).withBody("Request Limit Exceeded"),
                        RATE_LIMITED,
                        "PagerDuty: too many events",
                        Optional.of(Duration.ofSeconds(30))),
                new Refusal("PagerDuty itself fails", aResponse().withStatus(500), TRANSIENT, "HTTP 500"));
    }

    @Override
    Map<String, String> lane() {
        return Map.of("destinationRate", "2", "destinationBurst", "10", "digestAbove", "0", "unknown", "retry");
    }

    private JsonNode event(ObjectNode message) throws Exception {
        providerTakes();
        provider.resetRequests();
        assertThat(send(message).exception()).isEmpty();
        return recorded().get(0).get("body");
    }

    @ParameterizedTest
    @CsvSource({"critical,critical", "high,error", "medium,warning", "low,info", "info,info", "strange,info"})
    void oursAndPagerDutysSeveritiesMeanTheSame(String ours, String theirs) throws Exception {
        ObjectNode message = Messages.firing();
        message.withObject("/incident").put("severity", ours);
        assertThat(event(message).at("/payload/severity").asText()).isEqualTo(theirs);
    }

    @Test
    void anAcknowledgementIsOneThereToo() throws Exception {
        JsonNode event = event(Messages.acknowledged());
        assertThat(event.get("event_action").asText()).isEqualTo("acknowledge");
        assertThat(event.get("dedup_key").asText()).isEqualTo("inc-1");
        assertThat(event.has("payload")).isFalse();
    }

    @Test
    void aPersonsAddressIsTheRoutingKey() throws Exception {
        assertThat(event(Messages.to("R0123")).get("routing_key").asText()).isEqualTo("R0123");
    }

    @Test
    void aTestHasAnIncidentOfItsOwnThatIsNoEmergency() throws Exception {
        ObjectNode test = Messages.firing();
        test.withObject("/notice").put("kind", "test");
        JsonNode event = event(test);
        assertThat(event.get("dedup_key").asText()).isEqualTo("key-1");
        assertThat(event.at("/payload/severity").asText()).isEqualTo("info");
        assertThat(event.at("/payload/summary").asText()).startsWith("[TEST] ");
    }

    @Test
    void thatItsReaderIsOnCallTakesThePlaceOfNothing() throws Exception {
        ObjectNode message = Messages.firing();
        JsonNode before = event(message).at("/payload/custom_details");
        ((ObjectNode) message.get("recipient")).putObject("onCall").put("schedule", "primary");

        ObjectNode details = (ObjectNode) event(message).at("/payload/custom_details");

        assertThat(details.remove("On call").asText()).isEqualTo("You are on call for primary.");
        assertThat(details).isEqualTo(before);
    }

    @Test
    void aDigestHasAnIncidentOfItsOwnAsUrgentAsItsWorst() throws Exception {
        ObjectNode digest = Messages.digest(3);
        ((ObjectNode) digest.at("/digest/incidents/1")).put("severity", "critical");
        JsonNode event = event(digest);
        assertThat(event.get("dedup_key").asText()).isEqualTo("key-1");
        // The critical one is over.
        assertThat(event.at("/payload/severity").asText()).isEqualTo("error");
        assertThat(event.at("/payload/custom_details/More").asText())
                .contains("Incident number 1", "Incident number 2", "Incident number 3");
    }

    @Test
    void aPictureIsShownAsOne() throws Exception {
        ObjectNode message = Messages.firing();
        ArrayNode links = message.withArray("/alerts/0/links");
        links.addObject().put("text", "Graph").put("href", "https://graphs.example.org/1.PNG?w=600");
        links.addObject().put("text", "Not served by HTTPS").put("href", "http://graphs.example.org/2.png");
        JsonNode event = event(message);
        assertThat(event.at("/images")).hasSize(1);
        assertThat(event.at("/images/0/src").asText()).isEqualTo("https://graphs.example.org/1.PNG?w=600");
        assertThat(event.toString()).as("it has acts of its own").doesNotContain("/a/AVY");
        assertThat(event.get("links").findValuesAsText("text")).containsExactly("Console", "Not served by HTTPS");
    }

    @Test
    void aLongDigestNamesEachIncident() throws Exception {
        providerTakes();
        assertThat(send(Messages.digest(80)).exception()).isEmpty();
        String text = recorded().get(0).at("/body/payload/custom_details").toString();
        for (int i = 1; i <= 80; i++) {
            assertThat(text).contains("Incident number " + i);
        }
    }
}
