package io.tocsin.model.token;

import java.time.Instant;
import java.util.List;

/** Where token hashes are kept. Asked for every request on an event loop, so it must answer from memory. */
public interface TokenStore {
    /**
     * The tokens of one scope that are not revoked; some may have expired.
     *
     * @param source a source's name, {@link Tokens#ANY_SOURCE} or a {@linkplain Role#scope() role's}
     * @return several while a token is being rotated; empty for a scope that nobody has heard of
     */
    List<TokenHash> forSource(String source);

    /**
     * Says that a token was shown and opened what it is for. Called for every request on an event loop, so it must not wait.
     *
     * @param name the token's
     */
    default void used(String name, Instant at) {}
}
