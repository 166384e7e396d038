package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static io.tocsin.model.delivery.FailureClass.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers: https://github.com/caronc/apprise-api/blob/master/apprise_api/api/views.py */
class AppriseChannelTest extends HttpChannelContract {

    @Override
    String channel() {
        return "apprise";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url, "key", "ops", "tags", "oncall", "user", "tocsin", "token", SECRET);
    }

    @Override
    void providerTakes() {
        provider.stubFor(post(urlPathMatching("/notify(/.*)?"))
                .willReturn(okJson(
                        "{\"error\": null, \"details\": [[\"INFO\", \"2026-08-20\", \"Sent Slack notification.\"]]}")));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal(
                        "nothing under the key, which is no success",
                        aResponse().withStatus(204),
                        PERMANENT,
                        "Apprise: the server has no configuration under this key"),
                new Refusal(
                        "a service was not reached, others may have been",
                        jsonResponse(
                                "{\"error\": \"One or more notification could not be sent\", \"details\":"
                                        + " [[\"INFO\", \"t\", \"Sent Slack notification.\"],"
                                        + " [\"WARNING\", \"t\", \"Failed to send Discord notification: error=404.\"]]}",
                                424),
                        UNKNOWN,
                        "Apprise: at least one of its services was not reached, others may have been (HTTP 424):"
                                + " Failed to send Discord notification: error=404."),
                new Refusal(
                        "no service with these tags",
                        jsonResponse(
                                "{\"error\": \"One or more notification could not be sent\", \"details\": []}", 424),
                        PERMANENT,
                        "Apprise: no service has these tags"),
                new Refusal(
                        "an older server that does not say which",
                        aResponse().withStatus(424).withBody("One or more notification could not be sent."),
                        UNKNOWN,
                        "Apprise: at least one of its services"),
                new Refusal(
                        "a message that is none",
                        jsonResponse("{\"error\": \"Payload lacks minimum requirements\"}", 400),
                        PERMANENT,
                        "HTTP 400"),
                new Refusal("too large", aResponse().withStatus(431), PERMANENT, "HTTP 431"),
                new Refusal("its store fails", aResponse().withStatus(500), TRANSIENT, "HTTP 500"));
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "0", "destinationRate", "0", "unknown", "retry-once");
    }

    private JsonNode request(String receiver, ObjectNode message) throws Exception {
        providerTakes();
        provider.resetRequests();
        assertThat(send(receiver, message).exception()).isEmpty();
        return recorded().get(0);
    }

    @ParameterizedTest
    @CsvSource({"critical,failure", "high,failure", "medium,warning", "low,warning", "info,info"})
    void theTypeGoesByTheSeverity(String severity, String type) throws Exception {
        ObjectNode message = Messages.firing();
        message.withObject("/incident").put("severity", severity);
        assertThat(request(receiver(Map.of()), message).at("/body/type").asText())
                .isEqualTo(type);
    }

    @Test
    void withoutAKeyTheServicesAreNamedInTheRequest() throws Exception {
        String receiver = receiver(Map.of("key", "", "tags", "", "urls", "ntfy://example.org/ops"));
        JsonNode request = request(receiver, Messages.firing());
        assertThat(request.get("url").asText()).isEqualTo("/notify");
        assertThat(request.at("/body/urls").asText()).isEqualTo("ntfy://example.org/ops");
        assertThat(request.at("/body").has("tag")).isFalse();
    }

    @Test
    void aPersonsAddressIsAKeyOrAServicesUrl() throws Exception {
        String receiver = receiver(Map.of());
        assertThat(request(receiver, Messages.to("alice")).get("url").asText()).isEqualTo("/notify/alice");
        JsonNode request = request(receiver, Messages.to("mailto://alice.example.org"));
        assertThat(request.get("url").asText()).isEqualTo("/notify");
        assertThat(request.at("/body/urls").asText()).isEqualTo("mailto://alice.example.org");
    }

    @Test
    void aLongDigestNamesEachIncident() throws Exception {
        providerTakes();
        assertThat(send(Messages.digest(80)).exception()).isEmpty();
        String text = recorded().get(0).at("/body/body").toString();
        for (int i = 1; i <= 80; i++) {
            assertThat(text).contains("Incident number " + i);
        }
    }
}
