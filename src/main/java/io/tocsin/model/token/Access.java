package io.tocsin.model.token;

import java.time.Instant;

/** What a token is at the API. */
public sealed interface Access {

    /** It opens what its role may do. */
    record Open(Holder holder) implements Access {}

    /**
     * It was one. Only who holds it is told.
     *
     * @param at since when it opens nothing
     */
    record Expired(Holder holder, Instant at) implements Access {}

    /** It is none: unknown, revoked, of a source, or no token at all. */
    record Closed() implements Access {}
}
