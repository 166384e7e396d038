package io.tocsin.model.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what links say, so that nobody can make or change one: a few bytes and {@value #MAC} bytes of their HMAC-SHA256, in base64url.
 * What a link is for goes into the signature, so that one for a page opens nothing else.
 *
 * <p>Opening takes as long for what is no signature as for what is one: each key is always tried, and compared in constant time.
 */
public final class LinkSigner {

    /** 96 bits: nobody guesses one by asking a hub, and a link in an SMS is as short as it can be. */
    public static final int MAC = 12;

    private static final String HMAC = "HmacSHA256";

    private final Supplier<List<byte[]>> keys;

    /** @param keys the first signs, all of them open; at least one */
    public LinkSigner(Supplier<List<byte[]>> keys) {
        this.keys = keys;
    }

    /**
     * Signs.
     *
     * @param purpose what the link is for
     * @param content what it says
     * @return letters, digits, - and _; where the content has 1 or 2 bytes more than a multiple of 3 it ends with a letter or digit,
     *     which programs that find links in texts take as part of them
     */
    public String sign(String purpose, byte[] content) {
        byte[] mac = mac(keys.get().get(0), purpose, content);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(content.length + MAC)
                        .put(content)
                        .put(mac)
                        .array());
    }

    /**
     * What a link says, if it was signed here for that.
     *
     * @param length how many bytes it says
     */
    public Optional<byte[]> open(String purpose, int length, String text) {
        byte[] signed = decode(text, length + MAC);
        byte[] content = Arrays.copyOf(signed, length);
        byte[] mac = Arrays.copyOfRange(signed, length, length + MAC);
        boolean isSigned = false;
        for (byte[] key : keys.get()) { // to the end, as everywhere
            isSigned |= MessageDigest.isEqual(mac, mac(key, purpose, content));
        }
        // The last character has bits that mean nothing: only one of its spellings is the link.
        boolean isAsWritten = MessageDigest.isEqual(
                Base64.getUrlEncoder().withoutPadding().encode(signed), text.getBytes(StandardCharsets.UTF_8));
        return isSigned && isAsWritten ? Optional.of(content) : Optional.empty();
    }

    /** So many bytes in any case: what is none of ours is compared all the same. */
    private static byte[] decode(String text, int length) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(text);
            return decoded.length == length ? decoded : new byte[length];
        } catch (IllegalArgumentException notBase64) {
            return new byte[length];
        }
    }

    private static byte[] mac(byte[] key, String purpose, byte[] content) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(content), MAC);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
