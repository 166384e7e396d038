package io.tocsin.pipeline.silence;

import io.tocsin.model.silence.PlannedWindow;
import java.util.Optional;

/**
 * What came of an order.
 *
 * @param window as it stands now; empty where the order was refused
 * @param refused why nothing was done
 */
public record WindowAnswer(Optional<PlannedWindow> window, Optional<Refusal> refused) {

    /** Why an order was refused. */
    public enum Refusal {
        /** There is none of that id. */
        NOT_FOUND,
        /** It was changed since the version at which it was to be ended. */
        CHANGED,
        /** It is over already. */
        OVER,
        /** It would never go on, now or later. */
        PAST,
        /** There are as many as there may be. */
        TOO_MANY
    }

    static WindowAnswer of(PlannedWindow window) {
        return new WindowAnswer(Optional.of(window), Optional.empty());
    }

    static WindowAnswer refused(Refusal why) {
        return new WindowAnswer(Optional.empty(), Optional.of(why));
    }
}
