package io.tocsin.pipeline.incident;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.silence.Hold;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What holds alerts back, asked when rules look at their incidents. */
public interface Holding {

    /** Nothing does. */
    Holding NOTHING = new Holding() {
        @Override
        public boolean mayHold() {
            return false;
        }

        @Override
        public Optional<Hold> of(Handle tx, String alertId, JsonNode alert, Instant now) {
            return Optional.empty();
        }
    };

    /** The same for a snapshot beside the writer, which changes nothing: what it says is asked again before it counts. */
    default Holding beside() {
        return this;
    }

    /** Whether anything can be held back: where not, alerts need not be read to ask of them. */
    boolean mayHold();

    /**
     * An alert was decided: it may keep others quiet, or stop doing so.
     *
     * @param fires whether it goes on
     */
    default void seen(Handle tx, String alertId, JsonNode alert, boolean fires, Instant now) {}

    /**
     * What holds an alert back; of several the one that does for longest.
     *
     * @param tx the transaction in which its incident is decided
     * @param alertId the hub's id of it
     * @param alert as it was last said
     * @param now the store's time
     */
    Optional<Hold> of(Handle tx, String alertId, JsonNode alert, Instant now);
}
