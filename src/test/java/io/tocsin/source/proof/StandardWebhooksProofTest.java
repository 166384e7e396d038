package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksProofTest {
    private static final String SECRET = "whsec_" + base64("a secret of twenty-four.");
    private static final String OLD = "whsec_" + base64("another one of that size");
    private static final String NOW = Long.toString(Sent.NOW.getEpochSecond());
    private static final String BODY = "{\"title\":\"é\"}";

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static StandardWebhooksProof proof(String secrets) {
        StandardWebhooksProof proof = new StandardWebhooksProof();
        proof.setSecrets(secrets);
        proof.ready();
        return proof;
    }

    private static Sent signed(String signature) {
        return Sent.body(BODY)
                .header("webhook-id", "msg_1")
                .header("webhook-timestamp", NOW)
                .header("webhook-signature", signature);
    }

    private static String by(String secret) {
        return WebhookSecret.read(secret).sign("msg_1", Sent.NOW.getEpochSecond(), BODY);
    }

    @Test
    void whatTheHubSignsTheHubBelieves() {
        assertThat(signed(by(SECRET)).shownTo(proof(SECRET))).isEqualTo(new Verdict.Genuine(Optional.of("msg_1")));
        assertThat(signed(by(OLD)).isBelievedBy(proof(SECRET))).isFalse();
    }

    @Test
    void whileASecretIsReplacedEitherSideMayBeFirst() {
        assertThat(signed(by(OLD)).isBelievedBy(proof(SECRET + " " + OLD))).isTrue();
        assertThat(signed(by(OLD) + " " + by(SECRET)).isBelievedBy(proof(SECRET)))
                .isTrue();
        assertThat(signed("v2,something " + by(SECRET)).isBelievedBy(proof(SECRET)))
                .isTrue();
    }

    /** Counts how often a body is summed. */
    private static final class CountingKey implements WebhookKey {
        private final WebhookSecret secret = WebhookSecret.read(SECRET);
        private int sums;
        private int looks;

        @Override
        public Predicate<String> signaturesOf(String id, long timestamp, String body) {
            sums++;
            Predicate<String> made = secret.signaturesOf(id, timestamp, body);
            return signature -> {
                looks++;
                return made.test(signature);
            };
        }
    }

    @ParameterizedTest
    @CsvSource({"v1,x,0", "v1a,x,0", "v2,x,1"})
    void thousandsOfSignaturesCostNoMoreThanOne(String version, String rest, int sums) {
        CountingKey key = new CountingKey();
        StandardWebhooksProof proof = new StandardWebhooksProof();
        proof.setKeys(List.of(key));
        String many = (version + "," + rest + " ").repeat(4_000);

        assertThat(signed(many).isBelievedBy(proof)).isFalse();
        assertThat(key.sums).isEqualTo(sums);
        assertThat(key.looks).isZero();
    }

    @Test
    void aBodyIsSummedOnceHoweverManySignaturesAreLookedAt() {
        CountingKey key = new CountingKey();
        StandardWebhooksProof proof = new StandardWebhooksProof();
        proof.setKeys(List.of(key));

        assertThat(signed("v1,x ".repeat(9) + by(SECRET)).isBelievedBy(proof)).isTrue();
        assertThat(key.sums).isEqualTo(1);
        assertThat(signed("v1,x ".repeat(10) + by(SECRET)).isBelievedBy(proof)).isFalse();
        assertThat(key.sums).isEqualTo(1);
    }

    @Test
    void aBodyThatCannotBeFreshIsNotSummed() {
        CountingKey key = new CountingKey();
        StandardWebhooksProof proof = new StandardWebhooksProof();
        proof.setKeys(List.of(key));

        assertThat(signed(by(SECRET)).at(Sent.NOW.plusSeconds(301)).isBelievedBy(proof))
                .isFalse();
        assertThat(key.sums).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-300,true", "300,true", "301,false"})
    void theTimeMayBeFiveMinutesFromOursEitherWay(long late, boolean believed) {
        assertThat(signed(by(SECRET)).at(Sent.NOW.plusSeconds(late)).isBelievedBy(proof(SECRET)))
                .isEqualTo(believed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void aHeaderThatIsMissingOrThereTwiceIsRefused(String header) {
        assertThat(signed(by(SECRET)).without(header).isBelievedBy(proof(SECRET)))
                .isFalse();
    }

    @Test
    void aNumberThatIsWrittenOtherwiseIsRefused() {
        assertThat(signed(by(SECRET)).header("webhook-timestamp", "0" + NOW).isBelievedBy(proof(SECRET)))
                .isFalse();
    }

    @Test
    void aBodyThatIsNotUtf8IsRefusedThoughAMarkInItsPlaceWouldFit() {
        String marked = "\"\uFFFD\"";
        String signature = WebhookSecret.read(SECRET).sign("msg_1", Sent.NOW.getEpochSecond(), marked);
        Sent sent = signed(signature);
        byte[] broken = {'"', (byte) 0xFF, '"'};

        assertThat(sent.otherBody(marked).isBelievedBy(proof(SECRET))).isTrue();
        assertThat(new Sent(sent.headers(), sent.path(), broken, Sent.NOW).isBelievedBy(proof(SECRET)))
                .isFalse();
    }

    @Test
    void aKeyPairsSignatureIsBelievedAndNoneThatDiffersInOneBit() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String publicKey = "whpk_"
                + Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(pair.getPrivate());
        ed25519.update(("msg_1." + NOW + "." + BODY).getBytes(StandardCharsets.UTF_8));
        Sent sent = signed("v1a," + Base64.getEncoder().encodeToString(ed25519.sign()));
        StandardWebhooksProof proof = proof(publicKey + " " + SECRET);

        assertThat(sent.isBelievedBy(proof)).isTrue();
        assertThat(signed(by(SECRET)).isBelievedBy(proof)).isTrue();
        assertThat(sent.isBelievedBy(proof(SECRET))).isFalse();
        assertThat(sent.bodiesWithOneBitChanged()).noneMatch(changed -> changed.isBelievedBy(proof));
        for (String header : sent.headers().keySet()) {
            assertThat(sent.headersWithOneBitChanged(header))
                    .as(header)
                    .noneMatch(changed -> changed.isBelievedBy(proof));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_c2hvcnQ=", "whsec_not!base64!not!base64!not!base64!", "whpk_c2hvcnQ="})
    void aKeyThatIsNoneIsRefusedAtStartAndNotShown(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proof(key))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(key).doesNotContain(key.substring(6)));
    }

    @Test
    void itsTextShowsNoKey() {
        assertThat(proof(SECRET + " " + OLD).toString()).isEqualTo("StandardWebhooksProof[2 keys]");
        assertThat(WebhookSecret.read(SECRET).toString()).isEqualTo("whsec_***");
    }
}
