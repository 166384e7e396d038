package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Vectors: https://www.twilio.com/docs/usage/security#validating-requests and the tests of Twilio's own libraries. */
class TwilioProofTest {

    private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";

    private static TwilioProof proof(String url) {
        TwilioProof proof = new TwilioProof();
        proof.setSecrets(Secrets.of("12345"));
        proof.setUrl(url);
        proof.ready();
        return proof;
    }

    private static Map<String, String> fields(String caller) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("To", "+18005551212");
        fields.put("CallSid", "CA1234567890ABCDE");
        fields.put("Digits", "1234");
        fields.put("From", caller);
        fields.put("Caller", caller);
        return fields;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Sent sent(Map<String, String> fields, String signature) {
        return Sent.body(form(fields)).header("X-Twilio-Signature", signature);
    }

    @Test
    void whatTwilioPublishesIsGenuine() {
        assertThat(sent(fields("+12349013030"), "0/KCTR6DLpKmkAf8muzZqo1nDgQ=").isBelievedBy(proof(URL)))
                .isTrue();
        Map<String, String> others = fields("+14158675309");
        assertThat(sent(others, "RSOYDt4T1cUTdK1PDd93/VVr8B8=").isBelievedBy(proof(URL)))
                .isTrue();
        others.put("ReasonConferenceEnded", "test");
        others.put("Reason", "Participant");
        assertThat(sent(others, "vOEb5UThFn24KEfnOFLQY2AE5FY=").isBelievedBy(proof(URL)))
                .isTrue();
        assertThat(sent(others, "RSOYDt4T1cUTdK1PDd93/VVr8B8=").isBelievedBy(proof(URL)))
                .isFalse();
    }

    @Test
    void everyOneBitChangeThatIsAnotherFormIsRefused() {
        Sent right = sent(fields("+14158675309"), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        TwilioProof proof = proof(URL);
        Optional<FormFields> form = FormFields.read(right.body());
        assertThat(right.bodiesWithOneBitChanged()
                        .filter(changed -> !FormFields.read(changed.body()).equals(form)))
                .hasSizeGreaterThan(500)
                .noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(right.headersWithOneBitChanged("X-Twilio-Signature"))
                .noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(right.without("X-Twilio-Signature").isBelievedBy(proof)).isFalse();
        assertThat(right.otherBody("Digits=%zz").isBelievedBy(proof)).isFalse();
        assertThat(right.isBelievedBy(proof(URL + "3"))).isFalse();
    }

    @Test
    void thePathsValuesArePartOfWhatIsSigned() {
        Sent right = sent(fields("+14158675309"), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        TwilioProof proof = proof("https://mycompany.com/{page}?foo=1&bar=2");
        assertThat(right.path("page", "myapp.php").isBelievedBy(proof)).isTrue();
        assertThat(right.path("page", "myapp.phq").isBelievedBy(proof)).isFalse();
    }

    @Test
    void aPortThatTwilioLeavesOutIsLeftOutHereAsWell() {
        Sent right = sent(fields("+14158675309"), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        assertThat(right.isBelievedBy(proof("https://mycompany.com:8443/myapp.php?foo=1&bar=2")))
                .isTrue();
        assertThat(right.isBelievedBy(proof("https://mycompany.org:8443/myapp.php?foo=1&bar=2")))
                .isFalse();
    }

    @Test
    void withoutTheHubsAddressThereIsNoProof() {
        TwilioProof proof = new TwilioProof();
        proof.setSecrets(Secrets.of("12345"));
        for (String none : List.of("", "/v1/answers/phone", "hub.example.org/v1")) {
            proof.setUrl(none);
            assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("hub.url");
        }
    }
}
