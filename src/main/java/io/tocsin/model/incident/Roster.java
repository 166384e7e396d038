package io.tocsin.model.incident;

import io.tocsin.model.alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The members of an incident, as far as they are at hand. A store that keeps few members beside their incident gives
 * {@link Members}; one that keeps thousands in rows gives the one member that an alert is, and for a look answers the
 * questions from a snapshot.
 */
public interface Roster {

    /** The member that this alert is, if it is one. */
    Optional<Member> member(String alert);

    /** Whether a look can be answered: where not, what is due now is left due, for a look of its own. */
    boolean isWhole();

    /** The highest severity of the members that fire for the rule and are not held back; where all are, the highest of those. */
    Optional<Severity> worst(String rule);

    /**
     * When the first of what holds back members that fire for the rule ends by itself; empty where none is held back, or nobody
     * knows when it ends.
     */
    Optional<Instant> heldUntil(String rule);

    /** The members that fire, whatever holds them back; to be asked of a whole one only. */
    List<Member> firing();

    /** The members that flap; to be asked of a whole one only. */
    default List<Member> flapping() {
        return firing().stream().filter(Member::flaps).toList();
    }

    /** What an address with this concern would read. */
    Part part(Concern concern);

    /** The same after a member changed or joined. */
    Roster with(Member member);
}
