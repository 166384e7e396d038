package io.tocsin.source.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** A public key of Ed25519 (RFC 8032). */
final class Ed25519 {
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    /** What stands before the raw bytes of a key in its X.509 form (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final PublicKey key;

    private Ed25519(PublicKey key) {
        this.key = key;
    }

    /** @throws IllegalArgumentException where the bytes are no key; names it by {@code what} */
    static Ed25519 of(byte[] raw, String what) {
        Settings.require(raw.length == KEY_BYTES, what + " has " + raw.length + " bytes; expected 32");
        try {
            byte[] encoded = new byte[X509.length + KEY_BYTES];
            System.arraycopy(X509, 0, encoded, 0, X509.length);
            System.arraycopy(raw, 0, encoded, X509.length, KEY_BYTES);
            return new Ed25519(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("found " + what + " that is no Ed25519 key", e);
        }
    }

    /** Whether the key's owner signed this. */
    boolean fits(byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(message);
            return ed25519.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing, which every Java platform since 15 has", e);
        }
    }
}
