package io.tocsin.model.incident;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What comes of an input.
 *
 * @param next how the incident stands now
 * @param effect what the input did
 * @param member the member that the input is about and that changed, if one did
 * @param changed all members that changed
 * @param tells what is told now
 * @param withdrawn what waits to be sent and is not to be sent any more
 * @param again the delivery that is to be sent again as it is; its telling is among the told
 * @param refused why an act was not done, in plain words; empty where it was, or had been before
 * @param entries what the timeline gets
 * @param leftOut the alerts that a look left out though there was news of them, by what held them back, in plain words
 */
public record Decision(
        Standing next,
        Effect effect,
        Optional<Member> member,
        List<Member> changed,
        List<Tell> tells,
        List<Withdrawn> withdrawn,
        Optional<Told> again,
        Optional<String> refused,
        List<Entry> entries,
        Map<String, List<String>> leftOut) {

    public Decision {
        changed = List.copyOf(changed);
        tells = List.copyOf(tells);
        withdrawn = List.copyOf(withdrawn);
        entries = List.copyOf(entries);
        leftOut = Map.copyOf(leftOut);
    }

    /** Whether a person's act changed something, and not only what was due in the same moment. */
    public boolean acted() {
        return entries.stream().anyMatch(entry -> entry.kind().isAct());
    }

    /** When the next subscription looks, if one does. At or before now where the look needs members that were not at hand. */
    public Optional<Instant> dueAt() {
        return next.incident().dueAt();
    }

    /** What an input did. */
    public enum Effect {
        /** An incident began. */
        OPENED,
        /** An alert joined, or one that was over fires again. */
        JOINED,
        /** A member is better or worse than before. */
        SEVERITY_CHANGED,
        /** A one-shot alert fired again, and that is told. */
        REPEATED,
        /** Another rule matches the member. */
        MATCHED,
        /** A member goes on firing: counted, not told. */
        DUPLICATE,
        /** A member is over. */
        ENDED,
        /** A member that flaps is over or fires again: written down, and told once it is steady. */
        FLAPPED,
        /** A member that flapped fires steadily. */
        STEADY,
        /** Nothing to end, or nobody to tell: no incident. */
        NOT_OPEN,
        /** Somebody did something, which those who were told hear at once. */
        ACTED,
        /** It fires on though somebody resolved the incident, and is not of it any more: it is to be entered as another one's. */
        REOPENED,
        /** Anything else: looks, what became of deliveries. */
        DONE;

        /** Whether it changed more than a count. */
        public boolean isNews() {
            return this != DUPLICATE && this != NOT_OPEN;
        }
    }
}
