package io.tocsin.pipeline.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.token.LinkSigner;
import io.tocsin.store.sql.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer link is made of, and what opens. */
class AnswerTokenTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:20:30Z");
    private static final Duration VALID = Duration.ofDays(3);
    private static final String DELIVERY = "dlv_01arz3ndektsv4rrffq69g5fav";

    private final List<byte[]> keys = new ArrayList<>(List.of(key(0)));
    private final LinkSigner signer = new LinkSigner(() -> keys);

    private static byte[] key(int first) {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (first + i);
        }
        return key;
    }

    private String link() {
        return AnswerToken.from(DELIVERY, NOW, VALID).sign(signer);
    }

    /**
     * Computed by Python's hmac: 16 bytes of the delivery's ULID, 3 of the hours since 1970, 12 of HMAC-SHA256 over {@code answer}, a NUL
     * and those 19.
     */
    @Test
    void theSignatureIsTheOneThatOthersCompute() {
        assertThat(link()).isEqualTo("AVY-OrXT1nZMYe-5kwK9WweTixBIA8aZFYDCzOQIAA");
    }

    @Test
    void whatWasSignedOpensUntilTheNextFullHourAndNoLonger() {
        AnswerToken token = AnswerToken.open(signer, link(), NOW).orElseThrow();
        assertThat(token).isEqualTo(new AnswerToken(DELIVERY, Instant.parse("2026-08-23T11:00:00Z")));
        assertThat(AnswerToken.open(signer, link(), token.until().minusMillis(1)))
                .isPresent();
        assertThat(AnswerToken.open(signer, link(), token.until())).isEmpty();
    }

    /** A hub whose clock is behind the one that signed opens it, too: there is no time before which it is not valid. */
    @ParameterizedTest
    @ValueSource(strings = {"-PT5M", "PT5M"})
    void aClockThatIsFiveMinutesOffOpensIt(String off) {
        Instant other = NOW.plus(Duration.parse(off));
        assertThat(AnswerToken.open(signer, link(), other)).isPresent();
        assertThat(AnswerToken.open(
                        signer, AnswerToken.from(DELIVERY, other, VALID).sign(signer), NOW))
                .isPresent();
    }

    @Test
    void everyOneBitChangeOfTheTextOpensNothing() {
        byte[] text = link().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int bit = 0; bit < text.length * 8; bit++) {
            byte[] changed = text.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String link = new String(changed, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(AnswerToken.open(signer, link, NOW)).as(link).isEmpty();
        }
    }

    @Test
    void everyOneBitChangeOfWhatItSaysOrOfItsSignatureOpensNothing() {
        byte[] signed = Base64.getUrlDecoder().decode(link());
        assertThat(signed).hasSize(31);
        for (int bit = 0; bit < signed.length * 8; bit++) {
            byte[] changed = signed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String link = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertThat(AnswerToken.open(signer, link, NOW)).as(link).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "ä",
                "%00",
                "AVY-OrXT1nZMYe-5kwK9WweTixBIA8aZFYDCzOQIAB",
                "AVY-OrXT1nZMYe-5kwK9WweTixBIA8aZFYDCzOQIAA="
            })
    void whatIsAnotherSpellingOrNoneAtAllOpensNothing(String link) {
        assertThat(AnswerToken.open(signer, link, NOW)).isEmpty();
        assertThat(AnswerToken.open(signer, link() + link, NOW).isPresent()).isEqualTo(link.isEmpty());
    }

    @Test
    void whatWasSignedForSomethingElseOpensNothing() {
        byte[] content = java.util.Arrays.copyOf(Base64.getUrlDecoder().decode(link()), 19);
        assertThat(AnswerToken.open(signer, signer.sign("picture", content), NOW))
                .isEmpty();
        assertThat(AnswerToken.open(signer, signer.sign("answer", content), NOW))
                .isPresent();
    }

    @Test
    void theKeyBeforeStillOpensAndOneThatIsGoneDoesNot() {
        String before = link();
        keys.add(0, key(7));
        assertThat(link()).isNotEqualTo(before);
        assertThat(AnswerToken.open(signer, before, NOW)).isPresent();
        assertThat(AnswerToken.open(signer, link(), NOW)).isPresent();
        keys.remove(1);
        assertThat(AnswerToken.open(signer, before, NOW)).isEmpty();
    }

    @Test
    void aLinkOfAnyDeliveryEndsWithALetterAndIsAsShort() {
        for (int i = 0; i < 1_000; i++) {
            String id = Id.DELIVERY.next();
            String link = AnswerToken.from(id, NOW, VALID).sign(signer);
            assertThat(link).matches("[A-Za-z0-9_-]{41}[AQgw]");
            assertThat(AnswerToken.open(signer, link, NOW).orElseThrow().delivery())
                    .isEqualTo(id);
        }
    }
}
