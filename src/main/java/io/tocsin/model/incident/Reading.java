package io.tocsin.model.incident;

import java.util.Optional;

/**
 * What a member is to an address: pure, and the only place that says what is new.
 *
 * @param fires whether it goes on, for this address
 * @param isBelieved whether the address takes it to go on
 * @param isNew whether the address was not told so, or not all of it
 * @param isOver whether its end is to be told
 * @param isQuiet whether its end is not to be told, since the rules tell none, or it is stale
 * @param isUntold whether it goes on and was held back when its rule named the address, so that it is still to be told
 */
record Reading(boolean fires, boolean isBelieved, boolean isNew, boolean isOver, boolean isQuiet, boolean isUntold) {

    static Reading of(Member member, Concern concern) {
        Reading reading = of(member, concern, concern.known().get(0));
        for (Concern.Known other : concern.known().subList(1, concern.known().size())) {
            reading = reading.or(of(member, concern, other));
        }
        return reading;
    }

    /** What is right for an address that knows the one or the other. */
    private Reading or(Reading other) {
        boolean goesOn = fires || other.fires;
        boolean over = !goesOn && (isOver || other.isOver);
        return new Reading(
                goesOn,
                isBelieved || other.isBelieved,
                goesOn ? fires && isNew || other.fires && other.isNew : over,
                over,
                !goesOn && !over && (isQuiet || other.isQuiet),
                !goesOn && !over && (isUntold || other.isUntold));
    }

    private static Reading of(Member member, Concern concern, Concern.Known known) {
        Told.LeftOut left = known.leftOut().get(member.alert());
        boolean untold = left != null && !left.known();
        boolean named = false;
        boolean knows = false;
        boolean believed = false;
        boolean repeated = false;
        boolean loud = false;
        boolean waits = false;
        for (Matched match : member.matched()) {
            long told = known.through().getOrDefault(match.rule(), -1L);
            long through = untold ? -1 : told;
            boolean naming =
                    match.fires() && !match.isDropped() && concern.naming().contains(match.rule());
            boolean takesItSo = match.isBelieved(through, known.version());
            named |= naming;
            knows |= match.isKnown(through);
            believed |= takesItSo;
            repeated |= naming && match.repeated() > known.version();
            loud |= takesItSo && !member.isStale() && !concern.quiet().contains(match.rule());
            waits |= untold && match.isKnown(told);
        }
        if (named || knows) {
            boolean shifted = named && member.renewed() > known.version();
            boolean fell = member.fell() > known.version();
            boolean isNew = left != null || !knows || repeated || shifted || fell;
            return new Reading(true, believed, isNew, false, false, false);
        }
        return new Reading(false, believed, loud, loud, believed && !loud, waits);
    }

    /** How a message that leaves the member out remembers it, if it has to. */
    Optional<Told.LeftOut> leftOut(String by) {
        return fires && isNew || isUntold ? Optional.of(new Told.LeftOut(by, isBelieved)) : Optional.empty();
    }
}
