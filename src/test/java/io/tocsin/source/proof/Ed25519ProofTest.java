package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As Discord signs: https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint. */
class Ed25519ProofTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String SIGNATURE = "X-Signature-Ed25519";
    private static final String TIMESTAMP = "X-Signature-Timestamp";
    private static final KeyPair KEYS = keys();

    private final Ed25519Proof proof = proof(HEX.formatHex(raw(KEYS)));

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] raw(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    private static Ed25519Proof proof(String keys) {
        Ed25519Proof proof = new Ed25519Proof();
        proof.setPublicKeys(keys);
        proof.ready();
        return proof;
    }

    private static Sent signed(String body, Duration away) throws GeneralSecurityException {
        String time = String.valueOf(Sent.NOW.plus(away).getEpochSecond());
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(KEYS.getPrivate());
        ed25519.update((time + body).getBytes(StandardCharsets.UTF_8));
        return Sent.body(body).header(TIMESTAMP, time).header(SIGNATURE, HEX.formatHex(ed25519.sign()));
    }

    @Test
    void whatTheOwnerOfTheKeySignedIsBelievedAndNoChangeOfABitIs() throws Exception {
        Sent sent = signed("{\"type\":1}", Duration.ZERO);
        assertThat(sent.isBelievedBy(proof)).isTrue();
        assertThat(sent.bodiesWithOneBitChanged()).noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(sent.headersWithOneBitChanged(SIGNATURE)).noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(sent.headersWithOneBitChanged(TIMESTAMP)).noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(sent.without(SIGNATURE).isBelievedBy(proof)).isFalse();
        assertThat(sent.without(TIMESTAMP).isBelievedBy(proof)).isFalse();
        assertThat(sent.header(SIGNATURE, HexFormat.of().withUpperCase().formatHex(new byte[64]))
                        .isBelievedBy(proof))
                .isFalse();
        assertThat(sent.isBelievedBy(proof(HEX.formatHex(raw(keys()))))).isFalse();
        assertThat(sent.isBelievedBy(proof(HEX.formatHex(raw(keys())) + " " + HEX.formatHex(raw(KEYS)))))
                .as("one key replaces another")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"300,true", "-300,true", "301,false", "-301,false"})
    void aTimeMayBeFiveMinutesFromOurs(long seconds, boolean believed) throws Exception {
        assertThat(signed("{}", Duration.ofSeconds(seconds)).isBelievedBy(proof))
                .isEqualTo(believed);
    }

    /** RFC 8032, section 7.1, test 3: what is signed is af82, so a time cannot be in it, and the key alone is asked. */
    @Test
    void aPublishedVectorFits() {
        Ed25519 key =
                Ed25519.of(HEX.parseHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"), "a key");
        byte[] signature = HEX.parseHex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        assertThat(key.fits(HEX.parseHex("af82"), signature)).isTrue();
        assertThat(key.fits(HEX.parseHex("af83"), signature)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zz", "0011", "whpk_0000000000000000000000000000000000000000000000000000000000000000"})
    void whatIsNoKeyIsRefusedAtTheStart(String keys) {
        assertThatIllegalArgumentException().isThrownBy(() -> proof(keys)).withMessageContaining("publicKeys");
    }
}
