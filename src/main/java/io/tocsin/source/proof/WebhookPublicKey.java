package io.tocsin.source.proof;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Predicate;

/** A sender's public key, {@code whpk_}, for the asymmetric signatures of Standard Webhooks, {@code v1a}: Ed25519. */
final class WebhookPublicKey implements WebhookKey {
    static final String PREFIX = "whpk_";

    private static final String VERSION = "v1a,";

    private final Ed25519 key;

    private WebhookPublicKey(Ed25519 key) {
        this.key = key;
    }

    static WebhookPublicKey read(String text) {
        return new WebhookPublicKey(
                Ed25519.of(Base64.getDecoder().decode(text.substring(PREFIX.length())), "a webhook's public key"));
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
            return Base64.getEncoder().encodeToString(shown).equals(text) && key.fits(message, shown);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
