package io.tocsin.model.mapping;

import io.tocsin.model.alert.Alert;
import java.util.List;

/** What an event means, or why nobody can say. */
public sealed interface MapResult {

    /**
     * A mapping took the event. No alert and no bad alert: the mapping says, on purpose, that nothing is to be told.
     *
     * @param mapping the mapping's name
     * @param alerts what the event means
     * @param bad what the mapping produced that cannot be an alert; the good ones beside it count all the same
     */
    record Mapped(String mapping, List<Alert> alerts, List<BadAlert> bad) implements MapResult {
        public Mapped {
            alerts = List.copyOf(alerts);
            bad = List.copyOf(bad);
        }
    }

    /**
     * No mapping takes the event.
     *
     * @param reason one line for an operator
     */
    record Unmapped(String reason) implements MapResult {}

    /**
     * A mapping took the event and failed on it.
     *
     * @param mapping the mapping's name
     * @param reason one line for an operator: what jq said, or which limit it ran into
     */
    record Failed(String mapping, String reason) implements MapResult {}

    /**
     * One output of a mapping that cannot be an alert.
     *
     * @param index its place among the mapping's outputs, from 0
     * @param reason the field, what was found and what was expected
     */
    record BadAlert(int index, String reason) {}
}
