package io.tocsin.model.recipient;

import java.util.ArrayList;
import java.util.List;

/**
 * One of those whom a step of an escalation pages.
 *
 * @param target who
 * @param takesTurns whether of each of its teams one member is paged, each time the next one
 * @param byOwnRules whether its people are paged as their own rules say, and not at kinds of address that it names
 */
public record Page(Target target, boolean takesTurns, boolean byOwnRules) {

    /** Who, for a reader: names as they are written in the files. */
    public String shown() {
        if (target instanceof Target.Receiver receiver) {
            return receiver.name();
        }
        Target.People people = (Target.People) target;
        List<String> words = new ArrayList<>(people.names());
        people.teams().forEach(team -> words.add((takesTurns ? "the next of team " : "team ") + team));
        people.schedules().forEach(schedule -> words.add("on call in " + schedule));
        people.audience().ifPresent(audience -> words.add("audience " + audience.word()));
        return String.join(", ", words);
    }
}
