package io.tocsin.source.proof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A request of a test, and all that differ from it in one bit.
 *
 * @param headers each field once, names in lower case
 */
record Sent(Map<String, String> headers, Map<String, String> path, byte[] body, Instant receivedAt) {
    static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");

    static Sent body(String body) {
        return body(body.getBytes(StandardCharsets.UTF_8));
    }

    static Sent body(byte[] body) {
        return new Sent(Map.of(), Map.of(), body, NOW);
    }

    Sent header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new Sent(more, path, body, receivedAt);
    }

    Sent without(String name) {
        Map<String, String> fewer = new HashMap<>(headers);
        fewer.remove(name.toLowerCase(Locale.ROOT));
        return new Sent(fewer, path, body, receivedAt);
    }

    Sent path(String name, String value) {
        return new Sent(headers, Map.of(name, value), body, receivedAt);
    }

    Sent otherBody(String other) {
        return new Sent(headers, path, other.getBytes(StandardCharsets.UTF_8), receivedAt);
    }

    Sent at(Instant when) {
        return new Sent(headers, path, body, when);
    }

    Verdict shownTo(Proof proof) {
        Claim claim = new Claim(
                "test",
                name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
                path,
                body,
                receivedAt);
        return proof.verify(claim).toCompletableFuture().join();
    }

    boolean isBelievedBy(Proof proof) {
        return shownTo(proof) instanceof Verdict.Genuine;
    }

    /** This request with one bit of the body changed, for each bit. */
    Stream<Sent> bodiesWithOneBitChanged() {
        return IntStream.range(0, body.length * 8).mapToObj(bit -> {
            byte[] changed = body.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            return new Sent(headers, path, changed, receivedAt);
        });
    }

    /** This request with one bit of a header changed, for each bit of its ASCII. */
    Stream<Sent> headersWithOneBitChanged(String name) {
        String value = headers.get(name.toLowerCase(Locale.ROOT));
        return IntStream.range(0, value.length() * 7).mapToObj(bit -> {
            char[] changed = value.toCharArray();
            changed[bit / 7] ^= (char) (1 << (bit % 7));
            return header(name, new String(changed));
        });
    }
}
