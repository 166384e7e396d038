package io.tocsin.pipeline.schedule;

import io.tocsin.model.schedule.ScheduleOverride;
import java.util.Optional;

/**
 * What became of an order.
 *
 * @param done the override as it was made, or as it was before it was ended; empty where the order was refused
 * @param refused why
 */
public record OverrideAnswer(Optional<ScheduleOverride> done, Optional<Refusal> refused) {

    /** Why nothing was done. */
    public enum Refusal {
        /** There is none of that id in the schedule, or it is over. */
        NOT_FOUND,
        /** It would end before it begins, or is past. */
        ENDS_TOO_SOON,
        /** The schedule has too many that are not over. */
        TOO_MANY
    }

    static OverrideAnswer of(ScheduleOverride done) {
        return new OverrideAnswer(Optional.of(done), Optional.empty());
    }

    static OverrideAnswer refused(Refusal why) {
        return new OverrideAnswer(Optional.empty(), Optional.of(why));
    }
}
