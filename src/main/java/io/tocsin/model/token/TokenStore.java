package io.tocsin.model.token;

import java.util.List;

/** Where token hashes are kept. Asked for every request on an event loop, so it must answer from memory. */
public interface TokenStore {
    /**
     * The active tokens of one scope.
     *
     * @param source a source's name, {@link Tokens#ANY_SOURCE} or {@link Tokens#ADMIN}
     * @return several while a token is being rotated; empty for a scope that nobody has heard of
     */
    List<TokenHash> forSource(String source);
}
