package io.tocsin.source.protocol;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Who takes reports. Safe for use by many threads; never waits. */
@FunctionalInterface
public interface CheckInDesk {

    /**
     * Takes one.
     *
     * @param name as the sender wrote it; may be anything
     * @return completes when it can't be lost any more: empty, or why there is no such check-in and what to do, for the sender; fails
     *     where the store is away
     */
    CompletionStage<Optional<String>> report(String name);
}
