package io.tocsin.pipeline.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/** Something that happens in a simulation. */
public sealed interface Happening {

    /** When. */
    Instant at();

    /**
     * An event comes in, as its sender sends it.
     *
     * @param source the hub's source that takes it
     * @param identity within which the fingerprints of its alerts are unique: by default the source
     * @param headers the header fields that its source keeps, names in lower case
     * @param content the payload
     * @param size characters of the payload
     */
    record Event(Instant at, String source, String identity, Map<String, String> headers, JsonNode content, int size)
            implements Happening {

        public Event {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * An alert is said, as a mapping says it of an event: no mapping is asked.
     *
     * @param source the hub's source that is taken to have told it
     * @param said the alert, with the fields that mappings give it
     */
    record Said(Instant at, String source, JsonNode said) implements Happening {}

    /**
     * Somebody acknowledges an incident.
     *
     * @param alert the title or fingerprint of an alert of it that fires
     * @param by who
     */
    record Acknowledged(Instant at, String alert, String by) implements Happening {}
}
