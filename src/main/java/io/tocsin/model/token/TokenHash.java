package io.tocsin.model.token;

import java.time.Instant;
import java.util.Optional;

/**
 * What the hub keeps of a token.
 *
 * @param name names the token in lists, audit and revocation; says nothing about its value
 * @param sha256 SHA-256 of the token's text; without salt, because 256 random bits can't be guessed from a table
 * @param expiresAt from when on it opens nothing; empty for never
 * @param person the name in recipients.yaml of whose it is, if it is somebody's
 */
public record TokenHash(String name, byte[] sha256, Optional<Instant> expiresAt, Optional<String> person) {

    /** One that does not expire and is nobody's in particular. */
    public TokenHash(String name, byte[] sha256) {
        this(name, sha256, Optional.empty(), Optional.empty());
    }

    /** Whether it opens nothing any more. */
    boolean isOver(Instant now) {
        return expiresAt.filter(at -> !now.isBefore(at)).isPresent();
    }
}
