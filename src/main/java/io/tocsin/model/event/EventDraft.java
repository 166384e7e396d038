package io.tocsin.model.event;

import java.util.Map;
import java.util.Optional;

/**
 * An event that was read but is not stored yet.
 *
 * @param source the hub's name for who sent it
 * @param externalId what makes a repeat a repeat, unique within the source; see {@link ExternalId}
 * @param contentType media type of the body, {@code application/json} or {@code application/cloudevents+json}
 * @param body one event as UTF-8 JSON, whole and well-formed; handed over, not copied: nobody changes it
 * @param attributes small facts from the outside of the event, such as {@code ce-type}, {@code sns-topic} or {@code remote}
 * @param identity within which the fingerprints of its alerts are unique; kept with the event, so that a replay means the same
 *     alerts
 */
public record EventDraft(
        String source,
        Optional<String> externalId,
        String contentType,
        byte[] body,
        Map<String, String> attributes,
        String identity) {

    /** Freezes the attributes. */
    public EventDraft {
        attributes = Map.copyOf(attributes);
    }

    /** An event whose source is its identity. */
    public EventDraft(
            String source,
            Optional<String> externalId,
            String contentType,
            byte[] body,
            Map<String, String> attributes) {
        this(source, externalId, contentType, body, attributes, source);
    }

    /** The same in another identity. */
    public EventDraft in(String other) {
        return identity.equals(other) ? this : new EventDraft(source, externalId, contentType, body, attributes, other);
    }
}
