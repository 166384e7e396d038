package io.tocsin.pipeline.incident;

import io.tocsin.model.incident.DoneThere;
import io.tocsin.model.incident.Input;
import io.tocsin.store.sql.Expected;
import java.util.List;
import java.util.Optional;

/**
 * Somebody does something about an incident.
 *
 * @param incidentId which
 * @param act what
 * @param actor who, for the audit: the token, and the name that its bearer gave, if any
 * @param once by what this is known when it comes again, and changes nothing; empty where nothing comes again by itself
 * @param expected how many entries its timeline is to have still, where somebody acts on what they saw
 * @param there when it was done to a ticket of it; empty where it was not, or nobody knows
 */
public record ActOrder(
        String incidentId, Input.Act act, String actor, List<Once> once, Expected expected, Optional<DoneThere> there) {

    public ActOrder {
        once = List.copyOf(once);
    }

    /** However it stands. */
    public ActOrder(String incidentId, Input.Act act, String actor, List<Once> once, Optional<DoneThere> there) {
        this(incidentId, act, actor, once, Expected.ANY, there);
    }

    /** The same where it is to stand as somebody saw it. */
    public ActOrder(String incidentId, Input.Act act, String actor, Expected expected) {
        this(incidentId, act, actor, List.of(), expected, Optional.empty());
    }

    /** What nobody sends again by itself. */
    public ActOrder(String incidentId, Input.Act act, String actor) {
        this(incidentId, act, actor, List.of(), Optional.empty());
    }
}
