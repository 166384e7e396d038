package io.tocsin.source.sns;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.Optional;

/**
 * A message's signature, by RSA: version 2 with SHA-256, version 1 with SHA-1. See <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html">SNS's documentation</a>.
 */
final class SnsSignature {
    private SnsSignature() {}

    /** Whether the key's owner has signed the message. Has one spelling: Base64 that isn't canonical doesn't count. */
    static boolean fits(SnsMessage message, PublicKey key) {
        Optional<byte[]> signature = canonical(message.signature());
        if (signature.isEmpty()) {
            return false;
        }
        try {
            Signature rsa =
                    Signature.getInstance(message.signatureVersion().equals("2") ? "SHA256withRSA" : "SHA1withRSA");
            rsa.initVerify(key);
            rsa.update(message.signed());
            return rsa.verify(signature.get());
        } catch (SignatureException wrong) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing certificate's key is not for RSA", e);
        }
    }

    private static Optional<byte[]> canonical(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
