package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tocsin.source.proof.FormSigner.Form;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A form is known by what the hub signed, for one person and a time. */
class FormSignerTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Form FORM = new Form("tocsin comment inc_1", "u1", "ann", "click 1", NOW.plusSeconds(60));

    @Test
    void whatWasSignedComesBackAsItWas() {
        FormSigner signer = FormSigner.of("a-new-secret an-old-secret");
        assertThat(signer.read(signer.sign(FORM))).contains(FORM);
        assertThat(signer.read(FormSigner.of("an-old-secret").sign(FORM)))
                .as("while one replaces another")
                .contains(FORM);
    }

    @Test
    void whatOthersSignedOrNobodyIsNone() {
        FormSigner signer = FormSigner.of("a-new-secret");
        String signed = signer.sign(FORM);
        for (String other : new String[] {
            "",
            ".",
            "a.b",
            "%.%",
            signed + "A",
            signed.substring(1),
            FormSigner.of("another-secret").sign(FORM),
            "A".repeat(3_000) + "."
        }) {
            assertThat(signer.read(other)).as(other).isEmpty();
        }
    }

    @Test
    void noPartCanLookLikeTwo() {
        FormSigner signer = FormSigner.of("a-new-secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signer.sign(new Form("tocsin comment inc_1", "u1\nu2", "ann", "click", NOW)));
    }

    @Test
    void aFormIsOfItsReaderAndOfItsHour() {
        FormProof proof = new FormProof();
        proof.setSecrets("a-new-secret");
        proof.setBody("/context/secret");
        proof.setForm("state");
        proof.setUser("user_id");
        proof.ready();
        String state = FormSigner.of("a-new-secret").sign(FORM);
        assertThat(verdict(proof, "{\"state\":\"" + state + "\",\"user_id\":\"u1\"}", NOW))
                .isEqualTo(Verdict.Genuine.PLAIN);
        assertThat(verdict(proof, "{\"state\":\"" + state + "\",\"user_id\":\"u2\"}", NOW))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(verdict(proof, "{\"state\":\"" + state + "\",\"user_id\":\"u1\"}", NOW.plus(Duration.ofSeconds(60))))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(verdict(proof, "{\"context\":{\"secret\":\"a-new-secret\"}}", NOW))
                .isEqualTo(Verdict.Genuine.PLAIN);
        assertThat(verdict(proof, "{\"context\":{\"secret\":\"another\"}}", NOW))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(verdict(proof, "no json", NOW)).isInstanceOf(Verdict.Refused.class);
        assertThat(proof.toString()).doesNotContain("a-new-secret");
    }

    private static Verdict verdict(FormProof proof, String body, Instant now) {
        return proof.verify(new Claim(
                        "mattermost", name -> Optional.empty(), Map.of(), body.getBytes(StandardCharsets.UTF_8), now))
                .toCompletableFuture()
                .join();
    }
}
