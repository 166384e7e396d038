package io.tocsin.source.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash under an HMAC. */
enum Algorithm {
    /** Only where the sender knows no other: HMAC-SHA1 itself is not broken, but nobody should begin with it. */
    SHA1("HmacSHA1"),
    SHA256("HmacSHA256"),
    SHA512("HmacSHA512");

    private final String mac;

    Algorithm(String mac) {
        this.mac = mac;
    }

    /** The HMAC of something. @param secret the key's text */
    byte[] of(String secret, byte[] content) {
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), mac));
            return hmac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(mac + " is missing, which every Java platform has", e);
        }
    }

    /** Reads {@code sha256}, {@code SHA-256} and the like. */
    static Algorithm read(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT).replace("-", "")) {
            case "sha1" -> SHA1;
            case "sha256" -> SHA256;
            case "sha512" -> SHA512;
            default ->
                throw new IllegalArgumentException(
                        "algorithm is " + name + "; expected sha256, sha512 or, where the sender knows no other, sha1");
        };
    }
}
