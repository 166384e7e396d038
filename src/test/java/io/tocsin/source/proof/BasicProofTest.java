package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicProofTest {

    private static BasicProof proof() {
        BasicProof proof = new BasicProof();
        proof.setPasswords("open:sesame, öffne-dich");
        proof.setUser("zabbix");
        proof.ready();
        return proof;
    }

    private static Sent credentials(String text) {
        return Sent.body("{}").header("Authorization", "Basic " + encoded(text));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zabbix:open:sesame", "zabbix:öffne-dich"})
    void userAndPasswordAreBelieved(String text) {
        assertThat(credentials(text).isBelievedBy(proof())).isTrue();
        assertThat(Sent.body("{}")
                        .header("Authorization", "basic " + encoded(text))
                        .isBelievedBy(proof()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "zabbix:", "zabbix:open", "root:open:sesame", ":open:sesame", "zabbix:open:sesame "})
    void anythingElseIsRefused(String text) {
        assertThat(credentials(text).isBelievedBy(proof())).isFalse();
    }

    @Test
    void everyOneBitChangeOfTheCredentialsIsRefused() {
        String right = encoded("zabbix:open:sesame");
        for (int i = 0; i < right.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                char[] changed = right.toCharArray();
                changed[i] ^= (char) (1 << bit);
                // White space around them is HTTP's, not theirs.
                String text = new String(changed).strip();
                assertThat(Sent.body("{}")
                                .header("Authorization", "Basic " + text)
                                .isBelievedBy(proof()))
                        .as(text)
                        .isFalse();
            }
        }
    }

    @Test
    void aMissingUserOrPasswordIsRefusedAtStart() {
        BasicProof proof = new BasicProof();
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("user is empty");
        proof.setUser("zabbix");
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("passwords is missing");
        assertThat(credentials("zabbix:").isBelievedBy(proof)).isFalse();
    }

    @Test
    void itsTextShowsNoPassword() {
        assertThat(proof().toString()).isEqualTo("BasicProof[zabbix, 2 passwords]");
    }
}
