package io.tocsin.source.proof;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The signatures that one header field of a request shows. A sender that replaces its secret shows two; who shows thousands
 * wants the event loop to be busy with them.
 *
 * @param all in their order
 */
record ShownSignatures(List<String> all) {
    private static final int MOST = 10;

    /** @param kind those that count; what is of another version is passed over */
    static ShownSignatures read(String header, String between, Predicate<String> kind) {
        return new ShownSignatures(Arrays.stream(header.split(between))
                .filter(kind.and(text -> !text.isEmpty()))
                .toList());
    }

    /** Whether no more are shown than are looked at. */
    boolean areFew() {
        return all.size() <= MOST;
    }

    /** Why more are refused. */
    static String tooMany(String header) {
        return "more than " + MOST + " signatures in " + header;
    }
}
