package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers: https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html */
class ServiceNowChannelTest extends TicketChannelContract {
    private static final String TABLE = "/api/now/table/incident";
    private static final String RECORD = "{\"result\": {\"sys_id\": \"a1b2\", \"number\": \"INC0010001\"}}";

    @Override
    String channel() {
        return "servicenow";
    }

    @Override
    String name() {
        return "ServiceNow";
    }

    @Override
    String description() {
        return "/body/description";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of(
                "url",
                url,
                "user",
                "tocsin",
                "token",
                SECRET,
                "fields",
                "assignment_group=Network Operations; caller_id=tocsin");
    }

    @Override
    void providerTakes() {
        provider.stubFor(get(urlPathMatching(TABLE)).willReturn(okJson("{\"result\": []}")));
        provider.stubFor(post(urlPathMatching(TABLE)).willReturn(jsonResponse(RECORD, 201)));
        provider.stubFor(patch(urlPathMatching(TABLE + "/a1b2")).willReturn(okJson(RECORD)));
    }

    @Override
    ObjectNode delivered(ObjectNode message) {
        message.withObject("/delivery")
                .put("idempotencyKey", "key-" + message.at("/notice/kind").asText());
        return message;
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refused(400, "Exception while reading request"),
                refused(401, "User Not Authenticated"),
                refused(403, "Operation Failed: Error during insert of incident (business rule aborted)"),
                refused(404, "Invalid table incidents"),
                new Refusal(
                        "an hourly limit",
                        aResponse()
                                .withStatus(429)
                                .withHeader("X-RateLimit-Rule", "tocsin users")
                                .withHeader("X-RateLimit-Reset", String.valueOf(Instant.EPOCH.getEpochSecond())),
                        RATE_LIMITED,
                        "ServiceNow: the hourly limit tocsin users is reached (HTTP 429)",
                        java.util.Optional.of(Duration.ZERO)),
                new Refusal("ServiceNow itself fails", aResponse().withStatus(500), TRANSIENT, "HTTP 500"));
    }

    private static Refusal refused(int status, String message) {
        return new Refusal(
                message,
                jsonResponse(
                        "{\"error\": {\"message\": \"%s\", \"detail\": null}, \"status\": \"failure\"}"
                                .formatted(message),
                        status),
                PERMANENT,
                "HTTP " + status + ": {\"error\":{\"message\":\"" + message);
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "5", "destinationRate", "0", "digestAbove", "0", "unknown", "reconcile");
    }

    @Test
    void trapALoopIsAskedAgainAfterAFailureWhichMustNotHideIt() throws Exception {
        provider.stubFor(get(urlPathMatching(TABLE)).willReturn(aResponse().withStatus(500)));
        ObjectNode second = Messages.firing();
        second.withObject("/delivery").put("attempt", 2); // asks first, by a GET: a request without a body
        assertThat(send(second).failure().failureClass()).isEqualTo(TRANSIENT);
    }

    @Test
    void theEndOfAnHourlyLimitIsWaitedFor() throws Exception {
        Failure failure = sendAnsweredBy(aResponse()
                        .withStatus(429)
                        .withHeader(
                                "X-RateLimit-Reset",
                                String.valueOf(Instant.now().plusSeconds(600).getEpochSecond())))
                .failure();
        assertThat(failure.retryAfter()).hasValueSatisfying(pause -> assertThat(pause)
                .isBetween(Duration.ofSeconds(580), Duration.ofSeconds(600)));
    }

    @ParameterizedTest
    @CsvSource({"critical,1,1", "high,2,1", "medium,2,2", "low,3,2", "info,3,3"})
    void impactAndUrgencyGoByTheSeverity(String severity, String impact, String urgency) throws Exception {
        ObjectNode message = Messages.firing();
        message.withObject("/incident").put("severity", severity);
        JsonNode record = first(receiver(Map.of()), message);
        assertThat(record.get("impact").asText()).isEqualTo(impact);
        assertThat(record.get("urgency").asText()).isEqualTo(urgency);
    }

    @Test
    void anAccessTokenGoesAsOne() throws Exception {
        String receiver = receiver(Map.of("user", ""));
        first(receiver, Messages.firing());
        assertThat(requests().get(0).getHeader("Authorization")).isEqualTo("Bearer " + SECRET);
    }

    @Test
    void aTestsRecordCanBeToldApart() throws Exception {
        ObjectNode test = Messages.firing();
        test.withObject("/notice").put("kind", "test");
        JsonNode record = first(receiver(Map.of()), test);
        assertThat(record.get("correlation_id").asText()).isEqualTo("key-1");
        assertThat(record.get("correlation_display").asText()).isEqualTo("Tocsin test");
        assertThat(record.get("short_description").asText()).startsWith("[TEST] ");
        assertThat(record.get("urgency").asText()).isEqualTo("3");
    }

    private JsonNode first(String receiver, ObjectNode message) throws Exception {
        providerTakes();
        provider.resetRequests();
        assertThat(send(receiver, message).exception()).isEmpty();
        return recorded().get(0).get("body");
    }
}
