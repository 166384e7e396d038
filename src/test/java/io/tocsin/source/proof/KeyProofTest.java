package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyProofTest {
    private static final String KEY = "k3y-of-the-test";

    private static KeyProof inHeader(String header, String scheme, String keys) {
        KeyProof proof = new KeyProof();
        proof.setSecrets(keys);
        proof.setHeader(header);
        proof.setScheme(scheme);
        proof.ready();
        return proof;
    }

    @Test
    void theKeyInItsHeaderIsBelieved() {
        KeyProof proof = inHeader("X-Gitlab-Token", "", KEY);
        Sent sent = Sent.body("{}").header("x-gitlab-token", KEY);

        assertThat(sent.shownTo(proof)).isEqualTo(Verdict.Genuine.PLAIN);
        assertThat(sent.headersWithOneBitChanged("x-gitlab-token")).noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(sent.without("x-gitlab-token").isBelievedBy(proof)).isFalse();
    }

    @Test
    void theKeyInThePathIsBelieved() {
        KeyProof proof = new KeyProof();
        proof.setSecrets(KEY);
        proof.setPath("key");
        proof.ready();

        assertThat(Sent.body("{}").path("key", KEY).isBelievedBy(proof)).isTrue();
        assertThat(Sent.body("{}").path("key", KEY + "x").isBelievedBy(proof)).isFalse();
        assertThat(Sent.body("{}").path("source", KEY).isBelievedBy(proof)).isFalse();
        assertThat(Sent.body("{}").header("key", KEY).isBelievedBy(proof)).isFalse();
    }

    @Test
    void theKeyInTheBodyIsBelieved() {
        KeyProof proof = new KeyProof();
        proof.setSecrets(KEY);
        proof.setBody("/context/secret");
        proof.ready();

        assertThat(proof.byHeadAlone()).isFalse();
        assertThat(Sent.body("{\"context\": {\"secret\": \"" + KEY + "\"}}").isBelievedBy(proof))
                .isTrue();
        for (int i = 0; i < KEY.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                String changed = KEY.substring(0, i) + (char) (KEY.charAt(i) ^ 1 << bit) + KEY.substring(i + 1);
                assertThat(Sent.body("{\"context\": {\"secret\": \"" + changed + "\"}}")
                                .isBelievedBy(proof))
                        .as(changed)
                        .isFalse();
            }
        }
        for (String body :
                new String[] {"", "[]", KEY, "{\"secret\": \"" + KEY + "\"}", "{\"context\": \"" + KEY + "\"}"}) {
            assertThat(Sent.body(body).header("secret", KEY).isBelievedBy(proof))
                    .as(body)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + KEY, "bearer " + KEY, "BEARER   " + KEY})
    void theSchemeIsReadInAnyCase(String value) {
        assertThat(Sent.body("{}")
                        .header("Authorization", value)
                        .isBelievedBy(inHeader("Authorization", "Bearer", KEY)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "Bearer", "Bearer ", "Bearer" + KEY, "Basic " + KEY, "Bearer " + KEY + " x"})
    void anotherSchemeIsRefused(String value) {
        assertThat(Sent.body("{}")
                        .header("Authorization", value)
                        .isBelievedBy(inHeader("Authorization", "Bearer", KEY)))
                .isFalse();
    }

    @Test
    void whileAKeyIsReplacedBothCount() {
        KeyProof proof = inHeader("X-Api-Key", "", "the-new-key the-old-key");

        assertThat(Sent.body("{}").header("X-Api-Key", "the-new-key").isBelievedBy(proof))
                .isTrue();
        assertThat(Sent.body("{}").header("X-Api-Key", "the-old-key").isBelievedBy(proof))
                .isTrue();
        assertThat(Sent.body("{}")
                        .header("X-Api-Key", "the-new-key the-old-key")
                        .isBelievedBy(proof))
                .isFalse();
    }

    @Test
    void theKeyHasOnePlace() {
        KeyProof proof = new KeyProof();
        proof.setSecrets(KEY);
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("neither header nor path");
        proof.setHeader("X-Api-Key");
        proof.setPath("key");
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("both header and path");
    }

    @Test
    void withoutKeysItIsNotReadyAndBelievesNobody() {
        KeyProof proof = new KeyProof();
        proof.setHeader("X-Api-Key");
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("secrets is missing");
        assertThat(Sent.body("{}").header("X-Api-Key", "").isBelievedBy(proof)).isFalse();
    }

    @Test
    void neitherTextNorRefusalShowsAKey() {
        KeyProof proof = inHeader("X-Api-Key", "", KEY);
        assertThat(proof.toString()).isEqualTo("KeyProof[X-Api-Key, 1 keys]");
        assertThat(Sent.body("{}").header("X-Api-Key", "wrong-one").shownTo(proof))
                .isEqualTo(new Verdict.Refused("an unknown key in X-Api-Key"));
    }
}
