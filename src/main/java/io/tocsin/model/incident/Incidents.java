package io.tocsin.model.incident;

import java.time.Instant;
import java.util.Map;

/** What happens to an incident, from state, input and time alone: no store, no clock. */
public final class Incidents {

    private Incidents() {}

    /**
     * Decides.
     *
     * <p>Whatever the input, what is due at that time looks, if the roster is whole: a member that joins is told in the same
     * decision where its rule tells at once.
     *
     * @param standing how the incident stands
     * @param input what happens
     * @param policies what the enabled rules say, by name, those of the input's rules and the subscriptions' at least; a rule
     *     that is not there is disabled or removed: nothing more is told of it but ends
     * @param addresses who is meant
     * @param now the store's time
     */
    public static Decision decide(
            Standing standing, Input input, Map<String, Policy> policies, Addresses addresses, Instant now) {
        Draft draft = new Draft(standing, policies, now);
        enter(draft, input, addresses);
        Escalating.hurry(draft);
        if (draft.roster.isWhole()) {
            new Steadying(draft).due();
            Look look = new Look(draft, addresses);
            look.due();
            if (draft.mayRepeat) {
                look.repeat();
            }
        }
        return draft.decision();
    }

    private static void enter(Draft draft, Input input, Addresses addresses) {
        if (input instanceof Input.Fired fired) {
            new Firing(draft, fired).enter();
        } else if (input instanceof Input.Cleared cleared) {
            new Ending(draft, cleared).enter();
        } else if (input instanceof Input.HoldChanged change) {
            draft.enter(Entry.Kind.HOLD, "hub", change.why(), "");
            draft.changed();
            draft.escalations.replaceAll(one -> one.held() ? one.dueBy(draft.now) : one);
        } else if (input instanceof Input.Act act) {
            new Acting(draft).enter(act);
        } else if (input instanceof Input.NotReached lost) {
            new Reach(draft, addresses).notReached(lost);
        } else if (input instanceof Input.TakenOver taken) {
            new Reach(draft, addresses).takenOver(taken);
        } else if (input instanceof Input.Redriven again) {
            new Reach(draft, addresses).redriven(again);
        }
    }
}
