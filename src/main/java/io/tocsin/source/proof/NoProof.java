package io.tocsin.source.proof;

/** Believes nobody: for paths that are no source's, so that they are refused as those of a source are. */
public final class NoProof extends PromptProof {

    @Override
    public boolean byHeadAlone() {
        return true;
    }

    @Override
    Verdict judge(Claim claim) {
        return new Verdict.Refused("no source has this path");
    }
}
