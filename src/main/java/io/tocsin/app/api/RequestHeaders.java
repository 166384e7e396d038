package io.tocsin.app.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The headers of a request that the contract knows, as they came.
 *
 * @param idempotencyKey each line of {@code Idempotency-Key}
 * @param ifMatch all lines of {@code If-Match}, joined; empty where there is none
 * @param ifNoneMatch the same of {@code If-None-Match}
 */
record RequestHeaders(List<String> idempotencyKey, Optional<String> ifMatch, Optional<String> ifNoneMatch) {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final String IF_MATCH = "If-Match";

    /** None of them. */
    static final RequestHeaders NONE = new RequestHeaders(List.of(), Optional.empty(), Optional.empty());

    private static final int MOST_OF_KEY = 255;

    /** @param lines gives all lines of a header, by its name */
    static RequestHeaders of(Function<String, List<String>> lines) {
        return new RequestHeaders(
                List.copyOf(lines.apply(IDEMPOTENCY_KEY)),
                joined(lines.apply(IF_MATCH)),
                joined(lines.apply("If-None-Match")));
    }

    private static Optional<String> joined(List<String> lines) {
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
    }

    /**
     * The key, in quotes as draft-ietf-httpapi-idempotency-key-header has it or, as most senders write it, without.
     *
     * @throws RefusedException (400) where it is not 1 to 255 printable ASCII characters, or comes more than once
     */
    Optional<String> key() {
        if (idempotencyKey.isEmpty()) {
            return Optional.empty();
        }
        String key = unquoted(idempotencyKey.get(0).strip());
        boolean isPrintable = key.chars().allMatch(one -> one >= 0x20 && one < 0x7f);
        if (idempotencyKey.size() > 1 || key.isBlank() || key.length() > MOST_OF_KEY || !isPrintable) {
            throw RefusedException.badRequest("Idempotency-Key is wrong; expected once, 1 to " + MOST_OF_KEY
                    + " printable ASCII characters that no other request has, such as a UUID.");
        }
        return Optional.of(key);
    }

    private static String unquoted(String key) {
        boolean isQuoted = key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"");
        return isQuoted ? key.substring(1, key.length() - 1).replaceAll("\\\\([\"\\\\])", "$1") : key;
    }
}
