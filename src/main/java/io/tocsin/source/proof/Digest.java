package io.tocsin.source.proof;

import io.tocsin.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * What is kept of a key that is sent as it is: its SHA-256, so that two keys of any lengths are compared in one time and
 * the key itself is not in the heap.
 */
final class Digest {
    private final byte[] sha256;

    private Digest(byte[] sha256) {
        this.sha256 = sha256;
    }

    static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Digest of(byte[] bytes) {
        return new Digest(Sha256.of(bytes));
    }

    /** Whether one of them is this one. Looks at all of them, whichever it is. */
    boolean isAmong(List<Digest> known) {
        boolean found = false;
        for (Digest other : known) {
            found |= MessageDigest.isEqual(other.sha256, sha256);
        }
        return found;
    }

    /** 64 digits. */
    String hex() {
        return HexFormat.of().formatHex(sha256);
    }
}
