package io.tocsin.proof;

import java.util.concurrent.CompletionStage;

/** How a source knows that a request is genuine. Safe for use by many threads. */
public interface Proof {

    /**
     * Whether the request is genuine. Runs on an event loop: what has to wait, such as fetching a certificate, completes
     * later. Takes as long for a wrong proof as for a right one, and never completes with an exception.
     */
    CompletionStage<Verdict> verify(Claim claim);
}
