package io.tocsin.model.incident;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

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
        if (draft.roster.isWhole()) {
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
        } else if (input instanceof Input.Acknowledged act) {
            acknowledge(draft, act);
        } else if (input instanceof Input.Unacknowledged act) {
            unacknowledge(draft, act);
        } else if (input instanceof Input.NotReached lost) {
            new Reach(draft, addresses).notReached(lost);
        } else if (input instanceof Input.TakenOver taken) {
            new Reach(draft, addresses).takenOver(taken);
        } else if (input instanceof Input.Redriven again) {
            new Reach(draft, addresses).redriven(again);
        }
    }

    private static void acknowledge(Draft draft, Input.Acknowledged act) {
        if (draft.acknowledged.isPresent() || draft.firing.total() == 0) {
            return;
        }
        draft.acknowledged = Optional.of(new Incident.Acknowledgement(
                act.by(), draft.now, draft.firing.worst().orElseThrow()));
        draft.enter(Entry.Kind.ACKNOWLEDGED, act.by(), "acknowledged", "");
        draft.act();
    }

    private static void unacknowledge(Draft draft, Input.Unacknowledged act) {
        if (draft.acknowledged.isEmpty()) {
            return;
        }
        draft.acknowledged = Optional.empty();
        draft.enter(Entry.Kind.UNACKNOWLEDGED, act.by(), "not acknowledged any more", "");
        draft.act();
    }
}
