package io.tocsin.source.proof;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that says it comes from a source.
 *
 * @param source the hub's name for the source
 * @param header the value of a request's header field by its name, in any case; empty where it is missing or there twice
 * @param path the values of the path's placeholders, by name
 * @param body the bytes as sent; not to be changed
 * @param receivedAt the hub's time
 */
public record Claim(
        String source,
        Function<String, Optional<String>> header,
        Map<String, String> path,
        byte[] body,
        Instant receivedAt) {

    /** Freezes the path's values. */
    public Claim {
        path = Map.copyOf(path);
    }

    /** The value of a header field. */
    public Optional<String> header(String name) {
        return header.apply(name);
    }
}
