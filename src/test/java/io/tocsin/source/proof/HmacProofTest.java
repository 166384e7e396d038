package io.tocsin.source.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmacProofTest {
    private static final String SECRET = "a-secret-of-the-test";
    private static final String NOW = Long.toString(Sent.NOW.getEpochSecond());

    /** All that can be signed: id, time and body. */
    private static HmacProof full(String secrets) {
        HmacProof proof = new HmacProof();
        proof.setSecrets(secrets);
        proof.setHeader("X-Signature");
        proof.setSigned("{id}.{timestamp}.{body}");
        proof.setIdHeader("X-Id");
        proof.setTimestampHeader("X-Time");
        proof.ready();
        return proof;
    }

    private static Sent full(String secret, String id, String time, byte[] body) {
        byte[] head = (id + "." + time + ".").getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[head.length + body.length];
        System.arraycopy(head, 0, content, 0, head.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return Sent.body(body)
                .header("X-Id", id)
                .header("X-Time", time)
                .header("X-Signature", HexFormat.of().formatHex(mac("HmacSHA256", secret, content)));
    }

    private static byte[] mac(String algorithm, String secret, byte[] content) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(content);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks */
    @Test
    void whatAtlassianPublishesIsGenuine() {
        HmacProof proof = new HmacProof();
        proof.setSecrets(Secrets.of("It's a Secret to Everybody"));
        proof.setHeader("X-Hub-Signature");
        proof.setPrefix("sha256=");
        proof.ready();
        Sent sent = Sent.body("Hello World!")
                .header("X-Hub-Signature", "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9");
        assertThat(sent.isBelievedBy(proof)).isTrue();
        assertThat(sent.otherBody("Hello World?").isBelievedBy(proof)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"9,true", "10,false", "4000,false"})
    void onlyTenSignaturesAreLookedAt(int wrong, boolean believed) {
        Sent sent = full(SECRET, "1", NOW, new byte[] {'x'});
        String right = sent.headers().get("x-signature");

        assertThat(sent.header("X-Signature", "a,".repeat(wrong) + right).isBelievedBy(full(SECRET)))
                .isEqualTo(believed);
    }

    @Property(tries = 50)
    void everyOneBitChangeIsRefused(
            @ForAll @Size(min = 1, max = 40) byte[] body,
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String id,
            @ForAll @AlphaChars @StringLength(min = 8, max = 30) String random) {
        String secret = "s3cret" + random;
        HmacProof proof = full(secret);
        Sent sent = full(secret, id, NOW, body);

        assertThat(sent.shownTo(proof)).isEqualTo(new Verdict.Genuine(Optional.of(id)));
        assertThat(sent.bodiesWithOneBitChanged()).noneMatch(changed -> changed.isBelievedBy(proof));
        for (String header : List.of("X-Id", "X-Time", "X-Signature")) {
            assertThat(sent.headersWithOneBitChanged(header))
                    .as(header)
                    .noneMatch(changed -> changed.isBelievedBy(proof));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Id", "X-Time", "X-Signature"})
    void aHeaderThatIsMissingOrThereTwiceIsRefused(String header) {
        Sent sent = full(SECRET, "m1", NOW, new byte[] {'{', '}'}).without(header);

        assertThat(sent.shownTo(full(SECRET))).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-300,true", "0,true", "300,true", "301,false"})
    void theTimeMayBeUpToTheToleranceFromOursEitherWay(long late, boolean believed) {
        Sent sent = full(SECRET, "m1", NOW, new byte[] {'{', '}'}).at(Sent.NOW.plusSeconds(late));

        assertThat(sent.isBelievedBy(full(SECRET))).isEqualTo(believed);
    }

    @Test
    void aTimeInMillisecondsIsReadToo() {
        Sent sent = full(SECRET, "m1", Long.toString(Sent.NOW.toEpochMilli()), new byte[] {'{', '}'});

        assertThat(sent.isBelievedBy(full(SECRET))).isTrue();
        assertThat(sent.at(Sent.NOW.plusMillis(300_001)).isBelievedBy(full(SECRET)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1787220000", "1e9", "now", "99999999999999999999", "١٧٨٧٢٢٠٠٠٠"})
    void aTimeThatIsNoneIsRefusedThoughItIsSigned(String time) {
        assertThat(full(SECRET, "m1", time, new byte[] {'{', '}'}).isBelievedBy(full(SECRET)))
                .isFalse();
    }

    @Test
    void whileASecretIsReplacedBothCount() {
        HmacProof proof = full("the-new-secret,\n  the-old-secret");

        assertThat(full("the-new-secret", "m1", NOW, new byte[0]).isBelievedBy(proof))
                .isTrue();
        assertThat(full("the-old-secret", "m1", NOW, new byte[0]).isBelievedBy(proof))
                .isTrue();
        assertThat(full("the-new-secret,", "m1", NOW, new byte[0]).isBelievedBy(proof))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s,%s", "%s %s", "%s, %s"})
    void oneSignatureOfSeveralIsEnough(String list) {
        HmacProof proof = new HmacProof();
        proof.setSecrets(SECRET);
        proof.setHeader("X-Signatures");
        proof.setPrefix("v1=");
        proof.ready();
        String right =
                "v1=" + HexFormat.of().formatHex(mac("HmacSHA256", SECRET, "x".getBytes(StandardCharsets.UTF_8)));
        String wrong = "v1=" + "0".repeat(64);

        assertThat(Sent.body("x")
                        .header("X-Signatures", list.formatted(wrong, right))
                        .isBelievedBy(proof))
                .isTrue();
        assertThat(Sent.body("x")
                        .header("X-Signatures", list.formatted(right, wrong))
                        .isBelievedBy(proof))
                .isTrue();
        assertThat(Sent.body("x")
                        .header("X-Signatures", list.formatted(wrong, wrong))
                        .isBelievedBy(proof))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sha1,HmacSHA1", "sha256,HmacSHA256", "SHA-512,HmacSHA512"})
    void algorithmAndEncodingAreTheSenders(String algorithm, String java) {
        HmacProof proof = new HmacProof();
        proof.setSecrets(SECRET);
        proof.setHeader("X-Signature");
        proof.setAlgorithm(algorithm);
        proof.setEncoding("base64");
        proof.ready();
        byte[] mac = mac(java, SECRET, "x".getBytes(StandardCharsets.UTF_8));

        Sent sent = Sent.body("x").header("X-Signature", Base64.getEncoder().encodeToString(mac));
        assertThat(sent.isBelievedBy(proof)).isTrue();
        assertThat(sent.headersWithOneBitChanged("X-Signature")).noneMatch(changed -> changed.isBelievedBy(proof));
        assertThat(Sent.body("x")
                        .header("X-Signature", HexFormat.of().formatHex(mac))
                        .isBelievedBy(proof))
                .isFalse();
    }

    @Test
    void withASignedTimeAndNoIdARepeatIsToldByAllThatIsSigned() {
        HmacProof proof = new HmacProof();
        proof.setSecrets(SECRET);
        proof.setHeader("X-Signature");
        proof.setSigned("{timestamp}:{body}");
        proof.setTimestampHeader("X-Time");
        proof.ready();

        Verdict first = timed(NOW, "x").shownTo(proof);
        assertThat(timed(NOW, "x").shownTo(proof)).isEqualTo(first).isInstanceOf(Verdict.Genuine.class);
        String next = Long.toString(Sent.NOW.getEpochSecond() + 1);
        assertThat(timed(next, "x").shownTo(proof)).isNotEqualTo(first).isInstanceOf(Verdict.Genuine.class);
        assertThat(timed(NOW, "y").shownTo(proof)).isNotEqualTo(first).isInstanceOf(Verdict.Genuine.class);
    }

    private static Sent timed(String time, String body) {
        byte[] mac = mac("HmacSHA256", SECRET, (time + ":" + body).getBytes(StandardCharsets.UTF_8));
        return Sent.body(body)
                .header("X-Time", time)
                .header("X-Signature", HexFormat.of().formatHex(mac));
    }

    @Test
    void aTimeOrAnIdThatIsNotSignedIsRefusedAtStart() {
        HmacProof proof = new HmacProof();
        proof.setSecrets(SECRET);
        proof.setHeader("X-Signature");
        proof.setTimestampHeader("X-Time");
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("{timestamp} in signed");

        proof.setTimestampHeader("");
        proof.setIdHeader("X-Id");
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("{id} in signed");

        proof.setIdHeader("");
        proof.setSigned("{timestamp}:{body}");
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("timestampHeader too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{timestamp}", "{body}{body}", "{body}.{url}", "body"})
    void aFormWithoutTheBodyOrWithMoreThanWeKnowIsRefusedAtStart(String signed) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HmacProof().setSigned(signed));
    }

    @Test
    void withoutHeaderOrSecretItIsNotReadyAndBelievesNobody() {
        HmacProof proof = new HmacProof();
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("header");
        assertThat(Sent.body("x").isBelievedBy(proof)).isFalse();
        assertThat(Sent.body("x").header("", "").isBelievedBy(proof)).isFalse();

        proof.setHeader("X-Signature");
        assertThatIllegalArgumentException().isThrownBy(proof::ready).withMessageContaining("secrets");
        assertThat(Sent.body("x").header("X-Signature", "").isBelievedBy(proof)).isFalse();
    }

    @Test
    void neitherTextNorRefusalShowsASecret() {
        assertThat(full(SECRET).toString()).doesNotContain(SECRET).contains("1 secret");
        Verdict refused = full("another-secret", "m1", NOW, new byte[0]).shownTo(full(SECRET));
        assertThat(refused.toString())
                .contains("no signature in X-Signature fits")
                .doesNotContain(SECRET);
    }
}
