package io.tocsin.pipeline.outbox;

import io.tocsin.files.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * How fast one receiver may send, and with whom it shares that.
 *
 * @param account the provider and the hash of the credential, or the receiver where it names none: whoever has the same
 *     account spends from the same bucket
 * @param own the destination of deliveries without an address
 * @param credential the account's limit
 * @param each the limit of each of its destinations
 */
public record Limits(String account, String own, RateLimit credential, RateLimit each) {

    static Limits of(
            String receiver,
            String provider,
            String credential,
            String destination,
            RateLimit ofCredential,
            RateLimit ofEach) {
        return new Limits(
                credential.isEmpty() ? "receiver:" + receiver : provider + ":" + sha256(credential),
                destination.isEmpty() ? "receiver:" + receiver : shown(destination),
                ofCredential,
                ofEach);
    }

    /** A receiver that may send as fast as it can and shares nothing. */
    static Limits none(String receiver) {
        RateLimit none = new RateLimit(0, 1);
        return of(receiver, "", "", "", none, none);
    }

    /** Whose bucket a delivery to this address spends from. */
    String destination(String address) {
        return address.isEmpty() ? own : address;
    }

    /** Whether nothing is counted; a pause that the provider asked for counts all the same. */
    boolean unlimited() {
        return credential.unlimited() && each.unlimited();
    }

    /** A URL may hold a secret, in its path say, so it is not kept as it is. */
    private static String shown(String destination) {
        return destination.contains("://") ? "sha256:" + sha256(destination) : destination;
    }

    private static String sha256(String secret) {
        return Sha256.hex(secret.getBytes(StandardCharsets.UTF_8));
    }
}
