package io.tocsin.model.incident;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * When something was done to a ticket of an incident, so that what comes late is known to be old. All that one provider tells of an
 * incident is in one order, whichever of its tickets it is of: its clock is one.
 *
 * @param source the provider's name in the hub
 * @param at by the provider's clock
 * @param sequence grows with what is done; counts where the time is the same; 0 where the provider has no such thing
 * @param id the provider's id of this, which decides where nothing else does: any order will do then, as long as it is always the same
 */
public record DoneThere(String source, Instant at, long sequence, String id) {

    private static final Comparator<DoneThere> ORDER = Comparator.comparing(DoneThere::at)
            .thenComparingLong(DoneThere::sequence)
            .thenComparing(DoneThere::id);

    /** Takes the time as stores keep it. */
    public DoneThere {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether it was done before another thing. @param other of the same provider */
    public boolean isBefore(DoneThere other) {
        return ORDER.compare(this, other) < 0;
    }
}
