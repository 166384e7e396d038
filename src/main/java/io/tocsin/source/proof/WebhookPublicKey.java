package io.tocsin.source.proof;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Predicate;

/** A sender's public key, {@code whpk_}, for the asymmetric signatures of Standard Webhooks, {@code v1a}: Ed25519. */
final class WebhookPublicKey implements WebhookKey {
    static final String PREFIX = "whpk_";

    private static final String VERSION = "v1a,";
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    /** What stands before the raw bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PublicKey key;

    private WebhookPublicKey(PublicKey key) {
        this.key = key;
    }

    static WebhookPublicKey read(String text) {
        try {
            byte[] raw = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            Settings.require(
                    raw.length == KEY_BYTES, "a webhook's public key has " + raw.length + " bytes; expected 32");
            byte[] encoded = new byte[X509.length + KEY_BYTES];
            System.arraycopy(X509, 0, encoded, 0, X509.length);
            System.arraycopy(raw, 0, encoded, X509.length, KEY_BYTES);
            return new WebhookPublicKey(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("found a webhook's public key that is no Ed25519 key", e);
        }
    }

    @Override
    public Predicate<String> signaturesOf(String id, long timestamp, String body) {
        byte[] message = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        return signature -> fits(signature, message);
    }

    private boolean fits(String signature, byte[] message) {
        if (!signature.startsWith(VERSION)) {
            return false;
        }
        try {
            String text = signature.substring(VERSION.length());
            byte[] shown = Base64.getDecoder().decode(text);
            // One spelling each: Base64 has several for the same bytes.
            if (shown.length != SIGNATURE_BYTES
                    || !Base64.getEncoder().encodeToString(shown).equals(text)) {
                return false;
            }
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(message);
            return ed25519.verify(shown);
        } catch (SignatureException | IllegalArgumentException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing, which every Java platform since 15 has", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
