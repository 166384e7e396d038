package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any component of Camel's as a receiver: what it gets, and what becomes of its answer. */
@Timeout(120)
class CamelChannelTest {
    @RegisterExtension
    static final WireMockExtension PROVIDER = AwsStub.server();

    private static final List<Exchange> SENT = new CopyOnWriteArrayList<>();

    private static Receivers receivers;

    @BeforeAll
    static void receivers() throws Exception {
        receivers = new Receivers();
        receivers.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").process(exchange -> SENT.add(exchange.copy()));
                from("direct:odd").errorHandler(noErrorHandler()).process(exchange -> {
                    throw new IllegalStateException("nobody knows this one");
                });
            }
        });
        with("kept", "direct:out", Map.of("headers", "CamelAwsSnsSubject: Alarm, x: a, b: c"));
        with("odd", "direct:odd", Map.of());
        with("http", at("http"), Map.of());
        with(
                "slack",
                "slack:#ops?webhookUrl=RAW(" + at("http") + "/services/T0/B0/x)",
                Map.of("template", "camel-slack.jq"));
        with("sns", "aws2-sns:" + AwsStub.TOPIC + aws(), Map.of());
        with("ses", "aws2-ses:tocsin@example.org" + aws() + "&to=ops@example.org&subject=Alarm", Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    @BeforeEach
    void empty() {
        PROVIDER.resetAll();
    }

    private static String at(String scheme) {
        return scheme + "://127.0.0.1:" + PROVIDER.getPort();
    }

    private static String aws() {
        return "?region=eu-west-1&accessKey=x&secretKey=x&overrideEndpoint=true&uriEndpointOverride=" + at("http");
    }

    private static void with(String name, String uri, Map<String, String> more) throws Exception {
        Map<String, String> parameters = new java.util.HashMap<>(more);
        parameters.put("uri", uri);
        receivers.with("camel", name, parameters);
    }

    private static Failure failure(String receiver, ResponseDefinitionBuilder answer) throws Exception {
        PROVIDER.stubFor(any(anyUrl()).willReturn(answer));
        return receivers.send(receiver, Messages.firing()).failure();
    }

    @Test
    void theComponentGetsTextAndTheHeadersOfTheReceiversFileAlone() throws Exception {
        SENT.clear();
        Map<String, Object> hostile = Map.of(
                "CamelAwsSnsSubject", "theirs",
                "CamelHttpUri", "http://127.0.0.1:1/",
                "kafka.OVERRIDE_TOPIC", "theirs");
        assertThat(receivers.send("kept", Messages.firing(), hostile).answer())
                .contains("the component took it, no more is known");
        Exchange sent = SENT.get(0);
        assertThat(sent.getMessage().getHeaders())
                .containsOnly(Map.entry("CamelAwsSnsSubject", "Alarm"), Map.entry("x", "a"), Map.entry("b", "c"));
        assertThat(sent.getMessage().getBody(String.class))
                .startsWith("[CRITICAL] Pipeline deploy failed\n\n")
                .contains("Severity: critical");
    }

    @Test
    void whatNobodyKnowsIsUnknown() throws Exception {
        Failure failure = receivers.send("odd", Messages.firing()).failure();
        assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN);
        assertThat(failure.reason()).contains("it may have been delivered", "nobody knows this one");
    }

    @ParameterizedTest
    @CsvSource({"404, PERMANENT", "429, RATE_LIMITED", "503, TRANSIENT", "302, PERMANENT"})
    void anHttpStatusIsJudgedAsOfEveryChannel(int status, FailureClass expected) throws Exception {
        Failure failure = failure("http", aResponse().withStatus(status).withHeader("Retry-After", "7"));
        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.statusCode()).contains(status);
        if (status == 429) {
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
        }
        PROVIDER.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void whatTheOtherSideDoesNotWantOpensNoBreaker() throws Exception {
        with("picky", at("http"), Map.of());
        for (int i = 0; i < 7; i++) {
            assertThat(failure("picky", aResponse().withStatus(400)).failureClass())
                    .isEqualTo(FailureClass.PERMANENT);
        }
        PROVIDER.verify(7, anyRequestedFor(anyUrl()));
    }

    @Test
    void fiveFailuresOpenTheBreaker() throws Exception {
        with("broken", at("http"), Map.of());
        for (int i = 0; i < 5; i++) {
            failure("broken", aResponse().withStatus(503));
        }
        receivers.send("broken", Messages.firing());
        PROVIDER.verify(5, anyRequestedFor(anyUrl()));
    }

    @Test
    void slacksWebhookGetsTextThatCallsNobody() throws Exception {
        PROVIDER.stubFor(any(anyUrl()).willReturn(aResponse().withBody("ok")));
        assertThat(receivers.send("slack", Messages.saying("<!channel> & more")).exception())
                .isEmpty();
        var request = PROVIDER.findAll(anyRequestedFor(anyUrl())).get(0);
        assertThat(request.getUrl()).isEqualTo("/services/T0/B0/x");
        assertThat(new ObjectMapper().readTree(request.getBody()).path("text").asText())
                .startsWith("[CRITICAL] &lt;!channel&gt; &amp; more");
    }

    @ParameterizedTest
    @CsvSource({"404", "429", "500"})
    void ofSlacksRefusalsCamelSlackTellsNoDifference(int status) throws Exception {
        Failure failure = failure("slack", aResponse().withStatus(status).withBody("no_service"));
        assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN);
        assertThat(failure.reason()).contains(Integer.toString(status));
    }

    @Test
    void aServerThatIsAwayGotNothing() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        with("away", "slack:#ops?webhookUrl=RAW(http://127.0.0.1:" + port + "/x)", Map.of());
        assertThat(receivers.send("away", Messages.firing()).failure().failureClass())
                .isEqualTo(FailureClass.TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource({
        "sns, 400, InvalidParameter, PERMANENT",
        "sns, 400, ThrottlingException, RATE_LIMITED",
        "ses, 400, MessageRejected, PERMANENT",
        "ses, 500, InternalFailure, TRANSIENT"
    })
    void whatAwsAnswersIsJudgedByTheSdksException(String receiver, int status, String code, FailureClass expected)
            throws Exception {
        assertThat(failure(receiver, AwsStub.xmlError(status, code)).failureClass())
                .isEqualTo(expected);
    }

    @Test
    void headersThatAreNoneAreRefusedWhenTheReceiverIsMade() {
        for (String bad : List.of("no colon", "a: b, a: c", ": x")) {
            assertThat(catchThrowable(() -> with("bad" + bad.hashCode(), "direct:out", Map.of("headers", bad))))
                    .as(bad)
                    .hasStackTraceContaining("headers has");
        }
    }
}
