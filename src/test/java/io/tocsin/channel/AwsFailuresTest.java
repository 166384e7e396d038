package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.net.guard.Deadlines;
import io.tocsin.net.guard.RawServer;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every channel that goes through the AWS SDK. */
@Tag("slow")
class AwsFailuresTest {
    @RegisterExtension
    static final WireMockExtension AWS = AwsStub.server();

    private static final Map<String, Map<String, String>> CHANNELS = new LinkedHashMap<>(Map.of(
            "email-ses", Map.of("from", "tocsin@example.org", "to", "a@example.org"),
            "sns", Map.of("topic", AwsStub.TOPIC),
            "sms-sns", Map.of("phone", "+491701234567"),
            "push-sns", Map.of("target", "arn:aws:sns:eu-west-1:111122223333:endpoint/APNS/app/1"),
            "voice-connect", Map.of("instance", "i", "contactFlow", "f", "phone", "+491701234567"),
            "sqs", Map.of("queueUrl", "https://sqs.eu-west-1.amazonaws.com/111122223333/q"),
            "eventbridge", Map.of()));
    private static final Set<String> XML = Set.of("email-ses", "sns", "sms-sns", "push-sns");

    private static Receivers receivers;

    @BeforeAll
    static void receivers() throws Exception {
        receivers = new Receivers();
        for (var channel : CHANNELS.entrySet()) {
            receivers.with(
                    channel.getKey(),
                    channel.getKey(),
                    impatient(AwsStub.at("http://127.0.0.1:" + AWS.getPort(), channel.getValue())));
            // The first call loads the SDK's classes, which may take longer than the receiver waits.
            receivers.send(channel.getKey(), Messages.firing());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    private static Map<String, String> impatient(Map<String, String> parameters) {
        parameters.put("responseTimeout", "1500");
        return parameters;
    }

    private static Failure failure(String channel, ResponseDefinitionBuilder answer) throws Exception {
        AWS.resetAll();
        AWS.stubFor(any(anyUrl()).willReturn(answer));
        return receivers.send(channel, Messages.firing()).failure();
    }

    private static ResponseDefinitionBuilder error(String channel, int status, String code) {
        return XML.contains(channel) ? AwsStub.xmlError(status, code) : AwsStub.jsonError(status, code);
    }

    private static void oneRequest() {
        AWS.verify(1, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"email-ses", "sns", "sms-sns", "push-sns", "voice-connect", "sqs", "eventbridge"})
    void everyFailureIsJudgedAndTheSdkSendsOnce(String channel) throws Exception {
        Failure throttled = failure(channel, error(channel, 400, "ThrottlingException"));
        assertThat(throttled.failureClass()).isEqualTo(FailureClass.RATE_LIMITED);
        assertThat(throttled.reason()).isEqualTo("ThrottlingException: words of AWS");
        oneRequest();
        Failure denied = failure(channel, error(channel, 403, "AccessDenied"));
        assertThat(denied.failureClass()).isEqualTo(FailureClass.PERMANENT);
        assertThat(denied.statusCode()).contains(403);
        Failure expired = failure(channel, error(channel, 403, "ExpiredToken"));
        assertThat(expired.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        Failure broken = failure(channel, error(channel, 500, "InternalFailure"));
        assertThat(broken.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        oneRequest();
        Failure reset = failure(channel, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(reset.failureClass()).isEqualTo(FailureClass.UNKNOWN);
        oneRequest();
        Failure slow = failure(channel, aResponse().withFixedDelay(2_500).withBody("{}"));
        assertThat(slow.failureClass()).isEqualTo(FailureClass.UNKNOWN);
        oneRequest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"email-ses", "sns", "sms-sns", "push-sns", "voice-connect", "sqs", "eventbridge"})
    @Timeout(20)
    void anAnswerThatDripsForEverIsCutOff(String channel) throws Exception {
        try (RawServer server =
                new RawServer("127.0.0.1", ServerSocketFactory.getDefault(), "HTTP/1.1 200 OK\r\nX-Long: ", "x")) {
            Map<String, String> parameters =
                    impatient(AwsStub.at("http://127.0.0.1:" + server.port(), CHANNELS.get(channel)));
            parameters.put("connectTimeout", "300");
            receivers.with(channel, "dripped-" + channel, parameters);
            Failure failure =
                    receivers.send("dripped-" + channel, Messages.firing()).failure();
            assertThat(failure.failureClass()).isEqualTo(FailureClass.UNKNOWN);
            assertThat(server.isLeft()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"email-ses", "sns", "sms-sns", "push-sns", "voice-connect", "sqs", "eventbridge"})
    @Timeout(20)
    void aStopOfTheHubGivesUpWhatAwsDoesNotAnswer(String channel) throws Exception {
        try (RawServer server =
                new RawServer("127.0.0.1", ServerSocketFactory.getDefault(), "HTTP/1.1 200 OK\r\nX-Long: ", "x")) {
            receivers.with(
                    channel,
                    "stopped-" + channel,
                    AwsStub.at("http://127.0.0.1:" + server.port(), CHANNELS.get(channel)));
            Deadlines deadlines =
                    receivers.context().getRegistry().lookupByNameAndType(Deadlines.BEAN, Deadlines.class);
            FutureTask<Failure> sending = new FutureTask<>(() ->
                    receivers.send("stopped-" + channel, Messages.firing()).failure());
            new Thread(sending, "sender").start();
            assertThat(server.isFound()).isTrue();
            deadlines.endAllIn(Duration.ZERO);
            assertThat(sending.get().failureClass()).isEqualTo(FailureClass.UNKNOWN);
            assertThat(server.isLeft()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"email-ses", "sns"})
    void anAnswerThatNobodyCanReadIsUnknown(String channel) throws Exception {
        assertThat(failure(channel, aResponse().withBody("no XML")).failureClass())
                .isEqualTo(FailureClass.UNKNOWN);
    }

    @Test
    void whatAwsDoesNotWantOpensNoBreaker() throws Exception {
        AWS.resetAll();
        receivers.with(
                "sms-sns", "wrong-numbers", AwsStub.at("http://127.0.0.1:" + AWS.getPort(), CHANNELS.get("sms-sns")));
        AWS.stubFor(any(anyUrl()).willReturn(AwsStub.xmlError(400, "InvalidParameter")));
        for (int i = 0; i < 7; i++) {
            assertThat(receivers
                            .send("wrong-numbers", Messages.firing())
                            .failure()
                            .failureClass())
                    .isEqualTo(FailureClass.PERMANENT);
        }
        AWS.verify(7, anyRequestedFor(anyUrl()));
    }

    @Test
    void aServerThatIsAwayIsTransient() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        receivers.with("sqs", "away", AwsStub.at("http://127.0.0.1:" + port, CHANNELS.get("sqs")));
        assertThat(receivers.send("away", Messages.firing()).failure().failureClass())
                .isEqualTo(FailureClass.TRANSIENT);
    }
}
