package io.tocsin.source.proof;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Predicate;

/**
 * A secret that sender and receiver share, by <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: for what
 * the hub sends and for what it is sent.
 */
public final class WebhookSecret implements WebhookKey {
    private final Webhook webhook;

    private WebhookSecret(Webhook webhook) {
        this.webhook = webhook;
    }

    /**
     * Reads {@code whsec_} and base64; the former may be missing.
     *
     * @throws IllegalArgumentException where it is no base64; the message doesn't show it
     */
    public static WebhookSecret read(String text) {
        try {
            return new WebhookSecret(new Webhook(text));
        } catch (IllegalArgumentException e) {
            // The library's own message would show a part of the secret.
            throw new IllegalArgumentException("secret is no base64; expected whsec_ and the base64 of 24 to 64 bytes");
        }
    }

    /**
     * The signature of a message, {@code v1,} and base64.
     *
     * @param timestamp seconds since 1970
     */
    public String sign(String id, long timestamp, String body) {
        try {
            return webhook.sign(id, timestamp, body);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("HMAC-SHA256 is missing, which every Java platform has", e);
        }
    }

    @Override
    public Predicate<String> signaturesOf(String id, long timestamp, String body) {
        byte[] expected = sign(id, timestamp, body).getBytes(StandardCharsets.UTF_8);
        return signature -> MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "whsec_***";
    }
}
