package io.tocsin.model.incident;

import java.util.Optional;

/** An alert fires: it begins, in this incident, or goes on. */
final class Firing {

    private final Draft draft;
    private final Input.Fired fired;

    Firing(Draft draft, Input.Fired fired) {
        this.draft = draft;
        this.fired = fired;
    }

    void enter() {
        if (draft.isResolved()) {
            new Lingering(draft, fired).enter();
            return;
        }
        if (draft.version > 0 && draft.state == Incident.State.OVER) {
            throw new IllegalStateException("the incident is over: what fires next is another one");
        }
        boolean isSteady = new Steadying(draft).before(fired.alert());
        Matching matching = new Matching(draft, fired);
        Optional<Member> before = draft.roster.member(fired.alert());
        if (before.filter(Member::fires).isPresent()) {
            new GoingOn(draft, fired, matching, before.get()).enter();
            if (isSteady && draft.effect == Decision.Effect.DUPLICATE) {
                draft.effect = Decision.Effect.STEADY;
            }
        } else if (matching.policies().isEmpty()) {
            draft.effect = Decision.Effect.NOT_OPEN;
        } else {
            new Beginning(draft, fired, matching).enter(before);
        }
    }
}
