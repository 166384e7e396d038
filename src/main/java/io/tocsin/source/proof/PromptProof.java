package io.tocsin.source.proof;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A proof that needs nothing but the claim, and so answers at once. */
abstract class PromptProof implements Proof {

    @Override
    public final CompletionStage<Verdict> verify(Claim claim) {
        try {
            return CompletableFuture.completedStage(judge(claim));
        } catch (RuntimeException e) {
            // A fault of ours must not let anybody in; its message could quote the request.
            return CompletableFuture.completedStage(
                    new Verdict.Refused("the proof failed: " + e.getClass().getName()));
        }
    }

    abstract Verdict judge(Claim claim);
}
