package io.tocsin.model.delivery;

import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static io.tocsin.model.delivery.FailureClass.TRANSIENT;
import static io.tocsin.model.delivery.FailureClass.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonParseException;
import freemarker.template.TemplateException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;

class JudgeTest {
    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private final Judge judge = new Judge(InstantSource.fixed(NOW));

    @ParameterizedTest
    @CsvSource({
        "301,PERMANENT", "400,PERMANENT", "401,PERMANENT", "404,PERMANENT", "408,TRANSIENT", "410,PERMANENT",
        "413,PERMANENT", "425,TRANSIENT", "429,RATE_LIMITED", "500,TRANSIENT", "501,TRANSIENT", "503,TRANSIENT",
        "599,TRANSIENT"
    })
    void anHttpStatusHasItsClass(int status, FailureClass expected) {
        Failure failure = judge.judge(http(status, Map.of(), "no such hook"));
        assertThat(failure.failureClass()).isEqualTo(expected);
        assertThat(failure.statusCode()).contains(status);
        assertThat(failure.reason()).startsWith("HTTP " + status + ": no such hook");
    }

    @ParameterizedTest
    @CsvSource({"429,retry-after", "503,Retry-After", "500,RETRY-AFTER"})
    void retryAfterIsFoundWhateverItsCase(int status, String header) {
        assertThat(judge.judge(http(status, Map.of(header, "7"), "")).retryAfter())
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void aPermanentFailureHasNoRetryAfter() {
        assertThat(judge.judge(http(400, Map.of("Retry-After", "7"), "")).retryAfter())
                .isEmpty();
    }

    @Test
    void anAnswerWithoutABodyIsToldByItsStatusLine() {
        assertThat(judge.judge(http(500, null, null)).reason()).isEqualTo("HTTP 500: status text");
    }

    @Test
    void theSecretPathOfAUrlIsNotInTheReason() {
        Failure failure = judge.judge(http(404, Map.of(), "https://hooks.slack.com/services/T0/B0/SECRET is gone"));
        assertThat(failure.reason()).isEqualTo("HTTP 404: https://hooks.slack.com/*** is gone");
    }

    static Stream<Arguments> beforeAndAfterTheSend() {
        return Stream.of(
                arguments(TRANSIENT, new ConnectException("Connection refused")),
                arguments(TRANSIENT, new ConnectTimeoutException("Connect to a:1 failed")),
                arguments(TRANSIENT, new ConnectionPoolTimeoutException("pool")),
                arguments(TRANSIENT, new SocketTimeoutException("Connect timed out")),
                arguments(TRANSIENT, new NoRouteToHostException("no route")),
                arguments(TRANSIENT, new UnknownHostException("nowhere")),
                arguments(TRANSIENT, new SSLHandshakeException("PKIX")),
                arguments(UNKNOWN, new SocketTimeoutException("Read timed out")),
                arguments(UNKNOWN, new SocketException("Connection reset")),
                arguments(UNKNOWN, new SSLException("Connection reset")),
                arguments(UNKNOWN, new IOException("stream ended")));
    }

    @ParameterizedTest
    @MethodSource("beforeAndAfterTheSend")
    void whatWasNotSentIsTransientAndWhatMayHaveArrivedIsUnknown(FailureClass expected, Exception thrown) {
        assertThat(judge.judge(thrown).failureClass()).isEqualTo(expected);
        assertThat(judge.judge(new RuntimeCamelException(thrown)).failureClass())
                .as("wrapped by the breaker")
                .isEqualTo(expected);
    }

    static Stream<Arguments> awsAnswers() {
        return Stream.of(
                arguments(RATE_LIMITED, aws(400, "Throttling")),
                arguments(RATE_LIMITED, aws(400, "ThrottlingException")),
                arguments(RATE_LIMITED, aws(429, "TooManyRequestsException")),
                arguments(PERMANENT, aws(400, "MessageRejected")),
                arguments(PERMANENT, aws(403, "AuthorizationError")),
                arguments(TRANSIENT, aws(403, "ExpiredToken")),
                arguments(TRANSIENT, aws(403, "RequestTimeTooSkewed")),
                arguments(TRANSIENT, aws(500, "InternalFailure")),
                arguments(TRANSIENT, SdkClientException.create("no credentials")),
                arguments(TRANSIENT, SdkClientException.create("refused", new ConnectException("refused"))),
                arguments(UNKNOWN, SdkClientException.create("read", new SocketTimeoutException("Read timed out"))),
                arguments(UNKNOWN, ApiCallTimeoutException.create(5000)));
    }

    @ParameterizedTest
    @MethodSource("awsAnswers")
    void anAwsErrorHasItsClass(FailureClass expected, Exception thrown) {
        assertThat(judge.judge(new RuntimeCamelException(thrown)).failureClass())
                .isEqualTo(expected);
    }

    @Test
    void anAwsAnswerIsToldWithItsCodeItsWordsAndItsRetryAfter() {
        Failure failure = judge.judge(aws(400, "Throttling"));
        assertThat(failure.reason()).isEqualTo("Throttling: words of AWS");
        assertThat(failure.statusCode()).contains(400);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
    }

    static Stream<Arguments> mailAnswers() throws Exception {
        return Stream.of(
                arguments(TRANSIENT, smtp(421)),
                arguments(TRANSIENT, smtp(451)),
                arguments(RATE_LIMITED, smtp(454)),
                arguments(PERMANENT, smtp(550)),
                arguments(PERMANENT, smtp(552)),
                arguments(PERMANENT, new SendFailedException("Invalid Addresses", refused(550))),
                arguments(TRANSIENT, new SendFailedException("Invalid Addresses", refused(450))),
                arguments(PERMANENT, new AddressException("Missing final '@domain'")),
                arguments(PERMANENT, new SendFailedException("No recipient addresses")),
                arguments(PERMANENT, new AuthenticationFailedException("535 5.7.8 bad credentials")),
                arguments(TRANSIENT, new AuthenticationFailedException("432 4.7.12 transition needed")),
                arguments(
                        TRANSIENT,
                        new MailConnectException(new SocketConnectException("m", new ConnectException(), "h", 25, 5))),
                arguments(
                        UNKNOWN,
                        new MessagingException(
                                "Exception reading response", new SocketTimeoutException("Read timed out"))),
                arguments(
                        TRANSIENT,
                        new MessagingException("Could not convert socket to TLS", new SSLHandshakeException("PKIX"))),
                arguments(
                        TRANSIENT, new MessagingException("STARTTLS is required but host does not support STARTTLS")));
    }

    @ParameterizedTest
    @MethodSource("mailAnswers")
    void aMailErrorHasItsClass(FailureClass expected, Exception thrown) {
        assertThat(judge.judge(thrown).failureClass()).isEqualTo(expected);
    }

    @Test
    void ofSeveralRefusedRecipientsTheOneWithHopeDecides() throws Exception {
        SMTPAddressFailedException hopeless = refused(550);
        hopeless.setNextException(refused(450));
        Failure failure = judge.judge(new SendFailedException("Invalid Addresses", hopeless));
        assertThat(failure.failureClass()).isEqualTo(TRANSIENT);
        assertThat(failure.statusCode()).contains(450);
    }

    static Stream<Throwable> templatesThatFail() {
        return Stream.of(
                new TemplateException("no such variable", (Throwable) null, null),
                new net.thisptr.jackson.jq.exception.JsonQueryException("Cannot index number"),
                new JsonParseException(null, "Unexpected character"),
                new TypeConversionException("x", Integer.class, new NumberFormatException("x")),
                new StackOverflowError(),
                new IllegalArgumentException("The mail message does not have any recipients set."));
    }

    @ParameterizedTest
    @MethodSource("templatesThatFail")
    void aMessageThatCannotBeRenderedIsPermanent(Throwable thrown) {
        Failure failure = judge.judge(new RuntimeCamelException(thrown));
        assertThat(failure.failureClass()).isEqualTo(PERMANENT);
        assertThat(failure.reason()).startsWith("the message cannot be rendered: ");
    }

    @Test
    void aChannelsOwnJudgementStands() {
        Failure own = Failure.answered(RATE_LIMITED, 200, "ratelimited", java.util.Optional.of(Duration.ofSeconds(9)));
        assertThat(judge.judge(new RuntimeCamelException(new SendRefusedException(own))))
                .isEqualTo(own);
    }

    @Test
    void whatNobodyKnowsIsTransientAndToldByItsRoot() {
        Failure failure = judge.judge(new RuntimeException("outer", new IllegalStateException("pool shut down")));
        assertThat(failure).isEqualTo(Failure.of(TRANSIENT, "IllegalStateException: pool shut down"));
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));
        assertThat(judge.judge(one).failureClass()).isEqualTo(TRANSIENT);
    }

    private static HttpOperationFailedException http(int status, Map<String, String> headers, String body) {
        Map<String, String> copy = headers == null ? null : new HashMap<>(headers);
        return new HttpOperationFailedException("http://a/b", status, "status text", null, copy, body);
    }

    private static AwsServiceException aws(int status, String code) {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage("words of AWS")
                .sdkHttpResponse(SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Retry-After", "3")
                        .build())
                .build();
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(details)
                .build();
    }

    private static SMTPSendFailedException smtp(int code) {
        return new SMTPSendFailedException("DATA", code, code + " no", null, null, null, null);
    }

    private static SMTPAddressFailedException refused(int code) throws AddressException {
        return new SMTPAddressFailedException(new InternetAddress("a@example.org"), "RCPT TO", code, code + " no");
    }
}
