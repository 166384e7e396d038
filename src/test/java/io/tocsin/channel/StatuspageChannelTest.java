package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers: https://developer.statuspage.io */
class StatuspageChannelTest extends TicketChannelContract {
    private static final String INCIDENTS = "/v1/pages/p1/incidents";

    @Override
    String channel() {
        return "statuspage";
    }

    @Override
    String name() {
        return "Statuspage";
    }

    @Override
    String description() {
        return "/body/incident/body";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url + "/v1", "token", SECRET, "page", "p1", "components", "c1 c2");
    }

    @Override
    void providerTakes() {
        provider.stubFor(get(urlPathEqualTo(INCIDENTS + "/unresolved")).willReturn(okJson("[]")));
        provider.stubFor(post(urlPathEqualTo(INCIDENTS)).willReturn(jsonResponse("{\"id\": \"i1\"}", 201)));
        provider.stubFor(patch(urlPathEqualTo(INCIDENTS + "/i1")).willReturn(okJson("{\"id\": \"i1\"}")));
    }

    @Override
    ObjectNode delivered(ObjectNode message) {
        message.withObject("/recipient").put("audience", "customer");
        message.withObject("/delivery")
                .put("idempotencyKey", "key-" + message.at("/notice/kind").asText());
        return message;
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refused(401, "\"Could not authenticate\"", "Could not authenticate"),
                refused(403, "\"Forbidden\"", "Forbidden"),
                refused(404, "\"Page not found\"", "Page not found"),
                refused(
                        422,
                        "[\"Name can't be blank\", \"Component is unknown\"]",
                        "Name can't be blank; Component is unknown"),
                limited(420),
                limited(429),
                new Refusal("Statuspage itself fails", aResponse().withStatus(500), TRANSIENT, "HTTP 500"));
    }

    private static Refusal refused(int status, String error, String words) {
        return new Refusal(
                words,
                jsonResponse("{\"error\": " + error + "}", status),
                PERMANENT,
                "Statuspage: " + words + " (HTTP " + status + ")");
    }

    private static Refusal limited(int status) {
        return new Refusal(
                "more than one request a second: " + status,
                aResponse().withStatus(status).withHeader("Retry-After", "60"),
                RATE_LIMITED,
                "Statuspage: too many requests (HTTP " + status + ")",
                Optional.of(Duration.ofSeconds(60)));
    }

    @Override
    Map<String, String> lane() {
        return Map.of(
                "rate", "0.5", "concurrency", "1", "digestAbove", "0", "unknown", "reconcile", "audience", "customer");
    }

    @ParameterizedTest
    @CsvSource({
        "critical,major_outage,critical",
        "high,partial_outage,major",
        "medium,degraded_performance,minor",
        "low,degraded_performance,minor",
        "info,operational,none"
    })
    void componentsAndImpactGoByTheSeverity(String severity, String component, String impact) throws Exception {
        ObjectNode message = Messages.firing();
        message.withObject("/incident").put("severity", severity);
        JsonNode incident = published(receiver(Map.of()), message);
        assertThat(incident.at("/components/c1").asText()).isEqualTo(component);
        assertThat(incident.at("/components/c2").asText()).isEqualTo(component);
        assertThat(incident.has("impact_override")).isFalse();
        JsonNode without = published(receiver(Map.of("components", "")), message);
        assertThat(without.has("components")).isFalse();
        assertThat(without.get("impact_override").asText()).isEqualTo(impact);
    }

    @Test
    void aTestAsksAndPublishesNothing() throws Exception {
        providerTakes();
        ObjectNode test = Messages.firing();
        test.withObject("/notice").put("kind", "test");
        assertThat(send(test).answer()).contains("HTTP 200 []");
        assertThat(requests())
                .extracting(request -> request.getMethod().getName())
                .containsExactly("GET");
    }

    @Test
    void whatWasNeverPublishedIsNotWithdrawn() throws Exception {
        providerTakes();
        assertThat(send(Messages.resolved()).exception()).isEmpty();
        assertThat(requests())
                .extracting(request -> request.getMethod().getName())
                .containsExactly("GET");
    }

    @Test
    void anAcknowledgementIsAnIdentifiedCauseAndLeavesComponentsAlone() throws Exception {
        providerTakes();
        ObjectNode message = Messages.acknowledged();
        message.putObject("thread").put("id", "i1");
        assertThat(send(message).exception()).isEmpty();
        JsonNode incident = recorded().get(0).at("/body/incident");
        assertThat(incident.get("status").asText()).isEqualTo("identified");
        assertThat(incident.has("components")).isFalse();
    }

    @Test
    void subscribersNeedNotBeTold() throws Exception {
        JsonNode incident = published(receiver(Map.of("notify", "false")), Messages.firing());
        assertThat(incident.get("deliver_notifications").asBoolean()).isFalse();
    }

    @Test
    void markupIsNoMarkup() throws Exception {
        JsonNode incident = published(receiver(Map.of()), Messages.saying("<b onclick=x>bold</b>"));
        assertThat(incident.get("name").asText()).isEqualTo("‹b onclick=x›bold‹/b›");
        assertThat(incident.get("body").asText()).doesNotContain("<", ">");
    }

    private JsonNode published(String receiver, ObjectNode message) throws Exception {
        providerTakes();
        provider.resetRequests();
        assertThat(send(receiver, message).exception()).isEmpty();
        return recorded().get(0).at("/body/incident");
    }

    @Test
    void aListThatIsTooLongToReadIsNoLeaveToPublishAgain() throws Exception {
        providerTakes();
        provider.stubFor(get(urlPathEqualTo(INCIDENTS + "/unresolved"))
                .willReturn(okJson("[" + "{\"body\": \"long\"},".repeat(10_000) + "{}]")));
        ObjectNode again = Messages.firing();
        again.withObject("/delivery").put("attempt", 2);
        Failure failure = send(again).failure();
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).startsWith("Statuspage: the list of unresolved incidents is too long");
        assertThat(requests()).hasSize(1);
    }
}
