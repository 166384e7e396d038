package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static io.tocsin.model.delivery.FailureClass.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must hold of every channel that speaks HTTP, against a server on loopback. A channel's test extends it and says
 * five things:
 *
 * <ul>
 *   <li>{@link #channel()}: the route template's id;
 *   <li>{@link #parameters(String)}: a receiver's parameters, given the server's URL. Every credential in them contains
 *       the word {@value #SECRET}, which then may be in no failure's reason;
 *   <li>{@link #providerTakes()}: stubs on {@link #provider} for a provider that takes everything;
 *   <li>{@link #refusals()}: each failure that the provider documents, and its class;
 *   <li>{@link #lane()}: the default limits of the channel.
 * </ul>
 *
 * <p>{@code src/test/resources/channel/<channel>.json} holds the exact requests of an incident's life, in order: {@code
 * {"opened": [...], "updated": [...], "resolved": [...], "digest": [...]}}, each request with method, url, the headers of
 * {@link #headers()} and body. To make the file, run the test with {@code -Dtocsin.record=true} (it fails, to be looked at
 * and run again). Values that differ from run to run are replaced in {@link #steady(ObjectNode)}. Where {@code
 * routes/channels/<channel>.schema.json} is, each of the requests is held against it.
 *
 * <p>The Camel context is one for the class; each test has a receiver of its own, and so a breaker of its own. Further tests
 * use {@link #send(ObjectNode)}, {@link #sendAnsweredBy} and {@link #requests()}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpChannelContract {
    static final String SECRET = "SECRET";
    private static final Set<String> LANE = Set.of(
            "provider",
            "concurrency",
            "rate",
            "burst",
            "destinationRate",
            "destinationBurst",
            "digestAbove",
            "retrySchedule",
            "retryFor",
            "unknown",
            "breaker",
            "fallback",
            "fallbackAfter",
            "audience",
            "language",
            "timeZone");

    @RegisterExtension
    final WireMockExtension provider = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Receivers receivers;
    private String receiver;
    private int count;

    /**
     * An answer that the provider documents for a message it does not take.
     *
     * @param name what happened, for the test's name
     * @param answer to every request
     * @param reason how the failure's reason starts
     * @param retryAfter the pause that the answer asks for
     */
    record Refusal(
            String name,
            ResponseDefinitionBuilder answer,
            FailureClass failureClass,
            String reason,
            Optional<Duration> retryAfter) {
        Refusal(String name, ResponseDefinitionBuilder answer, FailureClass failureClass, String reason) {
            this(name, answer, failureClass, reason, Optional.empty());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The route template's id. */
    abstract String channel();

    /** The parameters of a receiver at that URL ({@code http://127.0.0.1:port}), with {@value #SECRET} in every credential. */
    abstract Map<String, String> parameters(String url);

    /** Stubs a provider that takes everything. */
    abstract void providerTakes();

    /** The failures that the provider documents. */
    abstract Stream<Refusal> refusals();

    /** Options of the lane that a receiver has without saying so: rate, destinationRate, unknown ... */
    abstract Map<String, String> lane();

    /** The headers that are compared; a request without one of them has none in the file. */
    Set<String> headers() {
        return Set.of("Content-Type", "Authorization");
    }

    /** The URL that is the same for each call of a receiver: what a call adds to it is its {@code path}. */
    String own(String url) {
        return parameters(url).get("url");
    }

    /** A message of an incident's life, for a channel whose requests go by the delivery's own key as well. */
    ObjectNode delivered(ObjectNode message) {
        return message;
    }

    /** Whether any 2xx is a delivery, whatever its body is. */
    boolean anyBodyWillDo() {
        return false;
    }

    /** A recorded request without what differs from run to run. */
    JsonNode steady(ObjectNode request) {
        return request;
    }

    @BeforeAll
    final void context() throws Exception {
        receivers = new Receivers();
    }

    @AfterAll
    final void close() throws Exception {
        receivers.close();
    }

    @BeforeEach
    final void aReceiverOfItsOwn() throws Exception {
        receiver = receiver(Map.of());
    }

    /** A receiver with other parameters than {@link #parameters(String)} says. */
    final String receiver(Map<String, String> others) throws Exception {
        return receiverAt("http://127.0.0.1:" + provider.getPort(), others);
    }

    private String receiverAt(String url, Map<String, String> others) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(Map.of("responseTimeout", "20000"));
        all.putAll(parameters(url));
        all.putAll(others);
        String name = "ops-" + ++count;
        receivers.with(channel(), name, all);
        return name;
    }

    final Outcome send(ObjectNode message) throws Exception {
        return receivers.send(receiver, message);
    }

    final Outcome send(String receiver, ObjectNode message) throws Exception {
        return receivers.send(receiver, message);
    }

    /** The firing message, to a provider that answers every request so. */
    final Outcome sendAnsweredBy(ResponseDefinitionBuilder answer) throws Exception {
        provider.stubFor(any(anyUrl()).willReturn(answer));
        return send(Messages.firing());
    }

    /** What the provider got, in order, since the test began or {@code provider.resetRequests()}. */
    final List<LoggedRequest> requests() {
        return provider.findAll(anyRequestedFor(anyUrl()));
    }

    /** As {@link #requests()}, in the form of the file of recorded requests. */
    final List<JsonNode> recorded() {
        return requests().stream()
                .map(request -> steady(RecordedRequests.of(request, headers())))
                .toList();
    }

    @Test
    void anIncidentsLifeIsExactlyTheRequestsOnRecord() throws Exception {
        providerTakes();
        Map<String, List<JsonNode>> life = new LinkedHashMap<>();
        Optional<JsonNode> thread = Optional.empty();
        for (ObjectNode message : List.of(Messages.firing(), Messages.updated(), Messages.resolved())) {
            thread.ifPresent(known -> message.set("thread", known));
            Outcome outcome = send(delivered(message));
            assertThat(outcome.exception()).isEmpty();
            assertThat(outcome.answer()).isPresent();
            thread = outcome.thread().or(() -> Optional.ofNullable(message.get("thread")));
            life.put(message.at("/notice/kind").asText(), recorded());
            provider.resetRequests();
        }
        assertThat(send(Messages.digest(3)).exception()).isEmpty();
        life.put("digest", recorded());
        RecordedRequests.compare(channel(), life);
    }

    @Test
    void everyRequestIsWithinTheProvidersLimits() throws Exception {
        providerTakes();
        for (ObjectNode message : List.of(
                Messages.firing(),
                Messages.resolved(),
                Messages.digest(60),
                Messages.saying("<&>*_~`@\n".repeat(3_000)),
                Messages.saying(""))) {
            assertThat(send(message).exception()).isEmpty();
        }
        ProviderLimits limits = ProviderLimits.of(channel(), own("http://127.0.0.1:1"));
        for (LoggedRequest request : requests()) {
            assertThat(limits.violations(request)).as(request.getBodyAsString()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsJudgedAsTheProviderMeansItAndNothingIsSentAgain(Refusal refusal) throws Exception {
        Failure failure = sendAnsweredBy(refusal.answer()).failure();
        assertThat(failure.failureClass()).isEqualTo(refusal.failureClass());
        assertThat(failure.reason()).startsWith(refusal.reason()).doesNotContain(SECRET);
        assertThat(failure.retryAfter()).isEqualTo(refusal.retryAfter());
        assertThat(requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "302,PERMANENT",
        "400,PERMANENT",
        "401,PERMANENT",
        "404,PERMANENT",
        "408,TRANSIENT",
        "425,TRANSIENT",
        "429,RATE_LIMITED",
        "500,TRANSIENT",
        "502,TRANSIENT",
        "503,TRANSIENT"
    })
    void aStatusWithoutWordsIsJudgedAndSentOnce(int status, FailureClass expected) throws Exception {
        Failure failure = sendAnsweredBy(aResponse().withStatus(status).withHeader("Location", "/elsewhere"))
                .failure();
        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.statusCode()).contains(status);
        assertThat(failure.reason()).doesNotContain(SECRET);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void aPageInPlaceOfTheProvidersAnswerIsNoDelivery() throws Exception {
        Outcome outcome = sendAnsweredBy(aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "text/html")
                .withBody("\n<!DOCTYPE html><html><title>Log in</title></html>"));
        if (anyBodyWillDo()) {
            assertThat(outcome.delivered()).isTrue();
        } else {
            assertThat(outcome.failure().failureClass()).isEqualTo(UNKNOWN);
            assertThat(outcome.failure().reason()).contains("page");
        }
        assertThat(requests()).hasSize(1);
    }

    @Test
    void retryAfterInSecondsIsKept() throws Exception {
        Failure failure = sendAnsweredBy(aResponse().withStatus(429).withHeader("Retry-After", "17"))
                .failure();
        assertThat(failure.failureClass()).isEqualTo(RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void retryAfterAsADateIsKept() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(120).atOffset(ZoneOffset.UTC));
        Failure failure = sendAnsweredBy(aResponse().withStatus(429).withHeader("Retry-After", date))
                .failure();
        assertThat(failure.failureClass()).isEqualTo(RATE_LIMITED);
        assertThat(failure.retryAfter()).hasValueSatisfying(pause -> assertThat(pause)
                .isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120)));
    }

    @Test
    void aNonsenseRetryAfterIsNoPause() throws Exception {
        Failure failure = sendAnsweredBy(aResponse().withStatus(429).withHeader("Retry-After", "when it suits you"))
                .failure();
        assertThat(failure.failureClass()).isEqualTo(RATE_LIMITED);
        assertThat(failure.retryAfter()).isEmpty();
    }

    @Test
    void anAnswerLaterThanResponseTimeoutIsUnknown() throws Exception {
        provider.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withFixedDelay(1_500)));
        Failure failure = send(receiver(Map.of("responseTimeout", "200")), Messages.firing())
                .failure();
        assertThat(failure.failureClass()).isEqualTo(UNKNOWN);
        assertThat(failure.reason()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
    void aConnectionThatBreaksAfterTheProviderHasReadIsUnknown(Fault fault) throws Exception {
        Failure failure = sendAnsweredBy(aResponse().withFault(fault)).failure();
        assertThat(failure.failureClass()).isEqualTo(UNKNOWN);
        assertThat(failure.reason()).doesNotContain(SECRET);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void aConnectionThatIsResetBeforeTheProviderReadsIsUnknown() throws Exception {
        try (ResettingServer server = new ResettingServer()) {
            Failure failure =
                    send(receiverAt(server.url(), Map.of()), Messages.firing()).failure();
            assertThat(failure.failureClass()).isEqualTo(UNKNOWN);
            assertThat(failure.reason()).doesNotContain(SECRET);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedConnectionIsTransient() throws Exception {
        String gone;
        try (ResettingServer server = new ResettingServer()) {
            gone = server.url();
        }
        Failure failure = send(receiverAt(gone, Map.of()), Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.reason()).contains("refused").doesNotContain(SECRET);
    }

    @Test
    void theLaneHasTheProvidersLimitsAndEveryOption() {
        assertThat(receivers.lane(receiver))
                .containsAllEntriesOf(lane())
                .containsKeys(LANE.toArray(String[]::new))
                .containsEntry("breaker", receiver + "-breaker");
    }
}
