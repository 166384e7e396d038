package io.tocsin.source.proof;

import java.util.concurrent.CompletionStage;

/** How a source knows that a request is genuine. Safe for use by many threads. */
public interface Proof {

    /**
     * Looks at the settings as a whole, once, when all of them are made and before the first claim.
     *
     * @throws IllegalArgumentException where one is missing or two contradict each other; the message shows no secret
     */
    default void ready() {}

    /**
     * Whether the request is genuine. Runs on an event loop: what has to wait, such as fetching a certificate, completes
     * later. Takes as long for a wrong proof as for a right one, and never completes with an exception.
     */
    CompletionStage<Verdict> verify(Claim claim);

    /**
     * Whether the head of a request is enough. If so, {@link #verify} is asked before the body is read, with an empty one,
     * and completes at once: who is not believed is refused before sending much.
     */
    default boolean byHeadAlone() {
        return false;
    }
}
