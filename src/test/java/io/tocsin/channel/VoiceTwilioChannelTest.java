package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.tocsin.model.delivery.FailureClass.PERMANENT;
import static io.tocsin.model.delivery.FailureClass.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.delivery.FailureClass;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Answers: https://www.twilio.com/docs/api/errors and https://www.twilio.com/docs/voice/api/call-resource */
class VoiceTwilioChannelTest extends HttpChannelContract {
    private static final String PATH = "/2010-04-01/Accounts/AC1/Calls.json";

    @Override
    String channel() {
        return "voice-twilio";
    }

    @Override
    Map<String, String> parameters(String url) {
        return Map.of("url", url, "accountSid", "AC1", "token", SECRET, "from", "+15005550006", "to", "+4915112345678");
    }

    @Override
    void providerTakes() {
        provider.stubFor(
                post(urlEqualTo(PATH)).willReturn(jsonResponse("{\"sid\": \"CA1\", \"status\": \"queued\"}", 201)));
    }

    @Override
    Stream<Refusal> refusals() {
        return Stream.of(
                refused(400, 21211, PERMANENT, 0),
                refused(400, 21215, PERMANENT, 0),
                refused(400, 21210, PERMANENT, 0),
                refused(400, 32018, PERMANENT, 0),
                refused(401, 20003, PERMANENT, 0),
                refused(429, 20429, RATE_LIMITED, 0),
                refused(400, 22005, RATE_LIMITED, 300),
                refused(400, 10004, RATE_LIMITED, 60));
    }

    private static Refusal refused(int status, int code, FailureClass expected, int retryAfter) {
        return new Refusal(
                "" + code,
                jsonResponse("{\"code\": %d, \"message\": \"words\", \"status\": %d}".formatted(code, status), status),
                expected,
                "Twilio " + code + ": words",
                Optional.of(Duration.ofSeconds(retryAfter)).filter(pause -> !pause.isZero()));
    }

    @Override
    Map<String, String> lane() {
        return Map.of("rate", "1", "burst", "1", "digestAbove", "2", "unknown", "retry-once", "credential", "AC1");
    }

    private Element said(ObjectNode message) throws Exception {
        providerTakes();
        provider.resetRequests();
        assertThat(send(message).exception()).isEmpty();
        String twiml = recorded().get(0).at("/form/Twiml").asText();
        assertThat(twiml).hasSizeLessThanOrEqualTo(4_000);
        Element response = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(twiml)))
                .getDocumentElement();
        assertThat(response.getTagName()).isEqualTo("Response");
        assertThat(response.getElementsByTagName("*").getLength()).isEqualTo(1);
        return (Element) response.getFirstChild();
    }

    @ParameterizedTest
    @CsvSource({"en,en-US", "de,de-DE", "DE-at,de-DE", "fr,fr-FR", "es,es-ES", "xx,en-US"})
    void itSpeaksTheReadersLanguage(String language, String voice) throws Exception {
        ObjectNode message = Messages.firing();
        ((ObjectNode) message.get("recipient")).put("language", language);
        assertThat(said(message).getAttribute("language")).isEqualTo(voice);
    }

    @Test
    void itSaysSeverityTitleAndWhatIsAffectedTwice() throws Exception {
        Element say = said(Messages.firing());
        assertThat(say.getTextContent()).isEqualTo("critical. Pipeline deploy failed. Affected: deploy.");
        assertThat(say.getAttribute("loop")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</Say><Dial>+1900</Dial><Say>",
                "<![CDATA[x]]> <!-- y --> <?z?> &amp; &#60; \" ' ]]>",
                "line\r\nbreak\u0000\u0007\ttab \ufffe\uffff",
                "\u202eright to left\u2066",
                "إنذار 🔥 👩‍👩‍👧‍👦"
            })
    void whateverASenderWritesIsSpokenAndNeverAnElement(String text) throws Exception {
        Element say = said(Messages.saying(text));
        String spoken = text.replaceAll("[\\u0000\\u0007\\u202e\\u2066\\ufffe\\uffff]", "")
                .replaceAll("[\\s]+", " ")
                .strip();
        assertThat(say.getTextContent()).startsWith("critical. " + spoken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "&", "<", "🔥"})
    void aLongTextIsCutToHalfAMinute(String unit) throws Exception {
        String spoken = said(Messages.saying(unit.repeat(5_000))).getTextContent();
        assertThat(spoken).hasSizeBetween(598, 600).endsWith("…");
    }

    @Test
    void aPersonsOwnNumberReplacesTheReceivers() throws Exception {
        said(Messages.to("+49 (151) 123-456/78"));
        assertThat(recorded().get(0).at("/form/To").asText()).isEqualTo("+4915112345678");
    }

    @Test
    void aDigestSaysHowMany() throws Exception {
        assertThat(said(Messages.digest(25)).getTextContent()).isEqualTo("digest. 25 incidents.");
    }
}
