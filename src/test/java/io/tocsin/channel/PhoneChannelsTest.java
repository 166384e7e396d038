package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.channel.phone.SmsText;
import io.tocsin.model.delivery.FailureClass;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text messages, pushes and calls through AWS. */
class PhoneChannelsTest {
    private static final String DEVICE = "arn:aws:sns:eu-west-1:111122223333:endpoint/APNS/app/1";

    @RegisterExtension
    static final WireMockExtension AWS = AwsStub.server();

    private static Receivers receivers;

    @BeforeAll
    static void receivers() throws Exception {
        String url = "http://127.0.0.1:" + AWS.getPort();
        receivers = new Receivers()
                .with("sms-sns", "sms", AwsStub.at(url, Map.of("phone", "+49 170 1234567", "region", "eu-west-1")))
                .with(
                        "sms-sns",
                        "named",
                        AwsStub.at(
                                url,
                                Map.of(
                                        "phone",
                                        "+491701234567",
                                        "senderId",
                                        "TOCSIN",
                                        "maxPrice",
                                        "0.50",
                                        "segments",
                                        "1")))
                .with("push-sns", "push", AwsStub.at(url, Map.of("target", DEVICE)))
                .with(
                        "voice-connect",
                        "voice",
                        AwsStub.at(
                                url,
                                Map.of(
                                        "instance",
                                        "arn:aws:connect:eu-west-2:111122223333:instance/inst-1",
                                        "contactFlow",
                                        "flow-1",
                                        "phone",
                                        "+491701234567",
                                        "sourcePhone",
                                        "+4930123456")));
    }

    @AfterAll
    static void stop() throws Exception {
        receivers.close();
    }

    @BeforeEach
    void answers() {
        AWS.stubFor(any(anyUrl()).willReturn(aResponse().withBody(AwsStub.PUBLISHED)));
        AWS.stubFor(put(urlPathEqualTo("/contact/outbound-voice"))
                .willReturn(aResponse().withBody("{\"ContactId\":\"contact-1\"}")));
    }

    @Test
    void aPhoneGetsSeverityTitleDescriptionAffectedAndStatus() throws Exception {
        assertThat(receivers.send("sms", Messages.firing()).answer()).contains("SNS message sns-1");
        Map<String, String> form = AwsStub.form(AWS);
        assertThat(form)
                .containsEntry("PhoneNumber", "+491701234567")
                .containsEntry("Message", "[CRITICAL] Pipeline deploy failed\nStage Deploy failed\ndeploy, open")
                .doesNotContainKeys("TopicArn", "MessageStructure");
        assertThat(AwsStub.attributes(form)).containsExactlyEntriesOf(Map.of("AWS.SNS.SMS.SMSType", "Transactional"));
    }

    @Test
    void aPersonsNumberStandsForTheReceivers() throws Exception {
        receivers.send("sms", Messages.to("+4915112345678"));
        assertThat(AwsStub.form(AWS)).containsEntry("PhoneNumber", "+4915112345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sms", "voice"})
    void aNumberMayBeWrittenAsPeopleWriteIt(String receiver) throws Exception {
        receivers.send(receiver, Messages.to("+49 (151) 123-456/78"));
        assertThat(AwsStub.only(AWS).getBodyAsString()).containsAnyOf("%2B4915112345678", "+4915112345678");
    }

    @Test
    void aSenderAndAPriceAreAttributesAndThePriceIsANumber() throws Exception {
        receivers.send("named", Messages.saying("long ".repeat(200)));
        Map<String, String> form = AwsStub.form(AWS);
        assertThat(AwsStub.attributes(form))
                .containsEntry("AWS.SNS.SMS.SenderID", "TOCSIN")
                .containsEntry("AWS.SNS.SMS.MaxPrice", "0.50");
        assertThat(form).containsValue("Number");
        assertThat(SmsText.segments(form.get("Message"))).isEqualTo(1);
        assertThat(form.get("Message")).contains("...");
    }

    @ParameterizedTest
    @CsvSource({"sms,long", "named,long", "sms,länge 漢字", "named,short", "sms,short"})
    void theLinkByWhichAReaderAnswersIsWholeOrNotThere(String receiver, String word) throws Exception {
        ObjectNode message = word.equals("short") ? Messages.firing() : Messages.saying((word + " ").repeat(200));
        message.set("answer", Messages.answerable().get("answer"));
        receivers.send(receiver, message);
        String text = AwsStub.form(AWS).get("Message");
        assertThat(text).contains("Acknowledge: " + Messages.LINK).startsWith("[CRITICAL] ");
        assertThat(SmsText.segments(text)).isLessThanOrEqualTo(receiver.equals("sms") ? 2 : 1);
    }

    @Test
    void anExecutiveGetsTwoSentences() throws Exception {
        receivers.send("sms", Messages.readBy("executive"));
        assertThat(AwsStub.form(AWS)).containsEntry("Message", "[CRITICAL] Pipeline deploy failed. No release.");
    }

    @Test
    void aDigestNamesEachIncidentThatFits() throws Exception {
        receivers.send("sms", Messages.digest(2));
        assertThat(AwsStub.form(AWS).get("Message"))
                .startsWith("[DIGEST] ")
                .contains("[HIGH] Incident number 1", "[RESOLVED] Incident number 2");
    }

    @Test
    void aDeviceGetsThePayloadOfItsOwnService() throws Exception {
        assertThat(receivers.send("push", Messages.firing()).delivered()).isTrue();
        Map<String, String> form = AwsStub.form(AWS);
        assertThat(form).containsEntry("TargetArn", DEVICE).containsEntry("MessageStructure", "json");
        JsonNode message = AwsStub.JSON.readTree(form.get("Message"));
        JsonNode apns = AwsStub.JSON.readTree(message.get("APNS").asText());
        assertThat(apns.at("/aps/alert/title").asText()).isEqualTo("[CRITICAL] Pipeline deploy failed");
        assertThat(apns.at("/aps/alert/body").asText()).isEqualTo("deploy\nStage Deploy failed");
        assertThat(message.get("APNS_SANDBOX")).isEqualTo(message.get("APNS"));
        JsonNode gcm = AwsStub.JSON.readTree(message.get("GCM").asText());
        assertThat(gcm.at("/notification/title").asText()).isEqualTo("[CRITICAL] Pipeline deploy failed");
        assertThat(gcm.at("/data/incident").asText()).isEqualTo("inc-1");
    }

    @Test
    void aPushOfAnyTextStaysUnderFourKilobytes() throws Exception {
        for (String text : new String[] {"\"\\".repeat(9_000), "🔥".repeat(9_000), "\u0000\t".repeat(9_000)}) {
            AWS.resetRequests();
            receivers.send("push", Messages.saying(text));
            JsonNode message = AwsStub.JSON.readTree(AwsStub.form(AWS).get("Message"));
            for (String service : new String[] {"APNS", "APNS_SANDBOX", "GCM"}) {
                assertThat(message.get(service).asText().getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThan(4_000);
            }
        }
    }

    @Test
    void aCallHasATokenOfItsDeliveryAndTheTextToSpeak() throws Exception {
        assertThat(receivers.send("voice", Messages.firing()).answer()).contains("Connect contact contact-1");
        JsonNode call = AwsStub.json(AWS);
        assertThat(call.get("ClientToken").asText()).isEqualTo("key-1");
        assertThat(call.get("InstanceId").asText()).isEqualTo("inst-1");
        assertThat(call.get("ContactFlowId").asText()).isEqualTo("flow-1");
        assertThat(call.get("DestinationPhoneNumber").asText()).isEqualTo("+491701234567");
        assertThat(call.get("SourcePhoneNumber").asText()).isEqualTo("+4930123456");
        assertThat(call.has("QueueId")).isFalse();
        assertThat(call.at("/Attributes/severity").asText()).isEqualTo("critical");
        assertThat(call.at("/Attributes/title").asText()).isEqualTo("Pipeline deploy failed");
        assertThat(call.at("/Attributes/affected").asText()).isEqualTo("deploy");
        assertThat(call.at("/Attributes/spoken").asText())
                .isEqualTo("critical. Pipeline deploy failed. Affected: deploy.");
        assertThat(AwsStub.only(AWS).getHeader("Authorization")).contains("/eu-west-2/connect/");
    }

    @ParameterizedTest
    @CsvSource({
        "sms,400,OptedOut,PERMANENT",
        "sms,400,InvalidParameter,PERMANENT",
        "sms,400,Throttled,RATE_LIMITED",
        "sms,403,AuthorizationError,PERMANENT",
        "push,400,EndpointDisabled,PERMANENT",
        "push,400,PlatformApplicationDisabled,PERMANENT",
        "sms,400,KMSThrottling,RATE_LIMITED",
        "sms,400,KMSAccessDenied,PERMANENT",
        "sms,403,ExpiredToken,TRANSIENT"
    })
    void snsSaysWhyItSendsNothing(String receiver, int status, String code, FailureClass expected) throws Exception {
        AWS.stubFor(any(anyUrl()).willReturn(AwsStub.xmlError(status, code)));
        Outcome outcome = receivers.send(receiver, Messages.firing());
        assertThat(outcome.failure().failureClass()).isEqualTo(expected);
        assertThat(outcome.failure().reason()).isEqualTo(code + ": words of AWS");
    }

    @ParameterizedTest
    @CsvSource({
        "429,LimitExceededException,RATE_LIMITED", "400,DestinationNotAllowedException,PERMANENT",
        "403,OutboundContactNotPermittedException,PERMANENT", "404,ResourceNotFoundException,PERMANENT",
        "500,InternalServiceException,TRANSIENT"
    })
    void connectSaysWhyItDoesNotCall(int status, String code, FailureClass expected) throws Exception {
        AWS.stubFor(any(anyUrl()).willReturn(AwsStub.jsonError(status, code)));
        assertThat(receivers.send("voice", Messages.firing()).failure().failureClass())
                .isEqualTo(expected);
    }

    @Test
    void whatCannotBeRepeatedWithoutASecondRingIsTriedOnceMoreAtMost() {
        assertThat(receivers.lane("sms")).containsEntry("unknown", "retry-once");
        assertThat(receivers.lane("voice")).containsEntry("unknown", "retry-once");
    }
}
