package io.tocsin.source.proof;

import java.util.function.Predicate;

/** What a receiver of Standard Webhooks knows of a sender: the secret they share, or the sender's public key. */
interface WebhookKey {
    /** The Base64 of 24 bytes, which Standard Webhooks demands of a secret. */
    int SHORTEST = 32;

    /**
     * Reads a key by its first letters.
     *
     * @throws IllegalArgumentException where it is neither, or a secret too short; the message doesn't show it
     */
    static WebhookKey read(String text) {
        if (text.startsWith(WebhookPublicKey.PREFIX)) {
            return WebhookPublicKey.read(text);
        }
        Settings.require(
                text.replaceFirst("^whsec_", "").length() >= SHORTEST,
                "found a webhook secret that is too short; expected whsec_ and the base64 of 24 to 64 bytes");
        return WebhookSecret.read(text);
    }

    /**
     * Which signatures of a message are this key's. What costs time in the size of the body and can be done once for all of
     * them is done here.
     *
     * @return takes a signature with its version, {@code v1,...} or {@code v1a,...}
     */
    Predicate<String> signaturesOf(String id, long timestamp, String body);
}
