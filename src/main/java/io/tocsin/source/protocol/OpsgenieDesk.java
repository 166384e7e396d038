package io.tocsin.source.protocol;

import java.util.concurrent.CompletionStage;

/** Who does what senders ask of alerts that they posted as to Opsgenie. */
public interface OpsgenieDesk {

    /** What is asked. */
    enum Kind {
        ACKNOWLEDGE,
        UNACKNOWLEDGE,
        NOTE
    }

    /**
     * What somebody asks.
     *
     * @param kind what
     * @param alertId Opsgenie's id of the alert, as the hub made it
     * @param alias the sender's name of it; empty where it gave the id
     * @param source the hub's source that asks
     * @param user the name that the sender gives; may be empty
     * @param note what they say with it; may be empty, but not where that is all
     */
    record Asked(Kind kind, String alertId, String alias, String source, String user, String note) {}

    /**
     * Does it, and remembers what came of it.
     *
     * @return the id under which that can be asked; never waits
     */
    CompletionStage<String> ask(Asked asked);
}
