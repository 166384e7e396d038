package io.tocsin.event;

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
 */
public record EventDraft(
        String source, Optional<String> externalId, String contentType, byte[] body, Map<String, String> attributes) {

    /** Freezes the attributes. */
    public EventDraft {
        attributes = Map.copyOf(attributes);
    }
}
