package io.tocsin.store.repeat;

import io.tocsin.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request with a key of its sender's, as the store knows both: by hashes, the request's made with the key. So who reads the store learns
 * neither the key, nor by trying what a request said that had a secret.
 *
 * @param id of the key and whose it is
 * @param principal whose key it is
 * @param request of what is asked: another one under the same key is a mistake
 */
public record Keyed(String id, String principal, String request) {

    private static final String HMAC = "HmacSHA256";

    /**
     * @param principal whose key it is, not empty
     * @param key as they chose it, not empty
     * @param request all that is asked, in any words that are the same for the same
     */
    public static Keyed of(String principal, String key, String request) {
        if (principal.isEmpty()) {
            throw new IllegalArgumentException("a key of nobody would be everybody's");
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(bytes(key), HMAC));
            return new Keyed(
                    Sha256.hex(bytes(principal + "\n" + key)),
                    principal,
                    HexFormat.of().formatHex(mac.doFinal(bytes(request))));
        } catch (GeneralSecurityException everyJavaHasThem) {
            throw new IllegalStateException(everyJavaHasThem);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
