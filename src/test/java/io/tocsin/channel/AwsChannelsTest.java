package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.delivery.Failure;
import io.tocsin.delivery.FailureClass;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SES and SNS: the AWS query protocol, played by a stub, through the real SDK. */
class AwsChannelsTest {
    private static final String SENT = """
            <SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">
              <SendRawEmailResult><MessageId>ses-1</MessageId></SendRawEmailResult>
            </SendRawEmailResponse>""";
    private static final String PUBLISHED = """
            <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
              <PublishResult><MessageId>sns-1</MessageId></PublishResult>
            </PublishResponse>""";

    @RegisterExtension
    static final WireMockExtension AWS = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private Receivers receivers;

    @BeforeEach
    void receivers() throws Exception {
        Map<String, String> aws = Map.of(
                "region", "eu-west-1",
                "endpoint", "http://127.0.0.1:" + AWS.getPort(),
                "accessKey", "AKIDEXAMPLE",
                "secretKey", "se+cr&et",
                "responseTimeout", "1500");
        receivers = new Receivers()
                .with(
                        "email-ses",
                        "ses",
                        with(aws, Map.of("from", "tocsin@example.org", "to", "a@example.org, b@example.org")))
                .with("sns", "topic", with(aws, Map.of("topic", "arn:aws:sns:eu-west-1:111122223333:alarms")));
    }

    @AfterEach
    void stop() throws Exception {
        receivers.close();
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        return Stream.of(some, more)
                .flatMap(map -> map.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Outcome send(String receiver, ResponseDefinitionBuilder answer) throws Exception {
        AWS.stubFor(post(anyUrl()).willReturn(answer));
        return receivers.send(receiver, Messages.firing());
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return aResponse()
                .withStatus(status)
                .withBody("<ErrorResponse><Error><Type>Sender</Type><Code>" + code
                        + "</Code><Message>words of AWS</Message></Error><RequestId>r1</RequestId></ErrorResponse>");
    }

    private static Map<String, String> form() {
        String body = AWS.findAll(postRequestedFor(anyUrl())).get(0).getBodyAsString();
        return Stream.of(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Test
    void sesGetsTheSameMailAsSmtp() throws Exception {
        assertThat(send("ses", aResponse().withBody(SENT)).exception()).isEmpty();
        Map<String, String> form = form();
        byte[] raw = Base64.getDecoder().decode(form.get("RawMessage.Data"));
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
        assertThat(form).containsEntry("Action", "SendRawEmail");
        assertThat(mail.getSubject()).isEqualTo("[CRITICAL] Pipeline deploy failed");
        assertThat(mail.getFrom()[0]).hasToString("tocsin@example.org");
        assertThat(mail.getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("a@example.org", "b@example.org");
        assertThat(mail.getHeader("Message-ID")).containsExactly("<tocsin.delivery.key-1@example.org>");
        assertThat(((MimeMultipart) mail.getContent()).getCount()).isEqualTo(2);
        assertThat(AWS.findAll(postRequestedFor(anyUrl())).get(0).getHeader("Authorization"))
                .contains("AKIDEXAMPLE/")
                .contains("/eu-west-1/ses/");
    }

    @Test
    void snsGetsAFormForEachKindOfSubscription() throws Exception {
        assertThat(send("topic", aResponse().withBody(PUBLISHED)).exception()).isEmpty();
        Map<String, String> form = form();
        assertThat(form)
                .containsEntry("Action", "Publish")
                .containsEntry("TopicArn", "arn:aws:sns:eu-west-1:111122223333:alarms")
                .containsEntry("Subject", "[CRITICAL] Pipeline deploy failed")
                .containsEntry("MessageStructure", "json");
        assertThat(form.keySet()).noneMatch(key -> key.startsWith("MessageAttributes"));
        JsonNode message = new ObjectMapper().readTree(form.get("Message"));
        assertThat(message.get("sms").asText()).isEqualTo("[CRITICAL] Pipeline deploy failed");
        assertThat(message.get("email").asText())
                .contains("Impact: No release", "Console: https://console.example.org/p?a=1&b=2");
        assertThat(new ObjectMapper()
                        .readTree(message.get("default").asText())
                        .at("/incident/id")
                        .asText())
                .isEqualTo("inc-1");
    }

    @Test
    void anSmsHasAtMost140CharactersAndTheSubject100InAscii() throws Exception {
        AWS.stubFor(post(anyUrl()).willReturn(aResponse().withBody(PUBLISHED)));
        receivers.send("topic", Messages.saying("🔥ü".repeat(200)));
        Map<String, String> form = form();
        String sms = new ObjectMapper().readTree(form.get("Message")).get("sms").asText();
        assertThat(sms.codePointCount(0, sms.length())).isEqualTo(140);
        assertThat(sms).endsWith("…");
        assertThat(form.get("Subject")).hasSizeLessThanOrEqualTo(100).matches("[ -~]+");
    }

    @ParameterizedTest
    @CsvSource({
        "400,Throttling,RATE_LIMITED", "400,ThrottlingException,RATE_LIMITED", "400,MessageRejected,PERMANENT",
        "403,AccessDenied,PERMANENT", "404,NotFound,PERMANENT", "500,InternalFailure,TRANSIENT",
        "503,ServiceUnavailable,TRANSIENT"
    })
    void anErrorIsJudgedAndTheSdkDoesNotRepeatTheSend(int status, String code, FailureClass expected) throws Exception {
        for (String receiver : new String[] {"ses", "topic"}) {
            AWS.resetRequests();
            Failure failure = send(receiver, error(status, code)).failure();
            assertThat(failure.failureClass()).isEqualTo(expected);
            assertThat(failure.reason()).isEqualTo(code + ": words of AWS");
            assertThat(failure.statusCode()).contains(status);
            AWS.verify(1, postRequestedFor(anyUrl()));
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsUnknownAndTheSdkDoesNotRepeatTheSend() throws Exception {
        Failure late =
                send("ses", aResponse().withFixedDelay(2500).withBody(SENT)).failure();
        assertThat(late.failureClass()).isEqualTo(FailureClass.UNKNOWN);
        AWS.verify(1, postRequestedFor(anyUrl()));
        Failure unreadable = send("ses", aResponse().withBody("no XML")).failure();
        assertThat(unreadable.failureClass()).isEqualTo(FailureClass.UNKNOWN);
        Failure reset = send("topic", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                .failure();
        assertThat(reset.failureClass()).isEqualTo(FailureClass.UNKNOWN);
    }
}
