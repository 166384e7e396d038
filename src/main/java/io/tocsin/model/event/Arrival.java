package io.tocsin.model.event;

import java.util.Map;
import java.util.Optional;

/**
 * What a sender handed in, before anybody has looked inside.
 *
 * @param source the hub's name for the sender
 * @param contentType the media type as sent, parameters included
 * @param cloudEventHeaders the {@code ce-*} headers, names in lower case, values as sent; empty for anything but a
 *     CloudEvent in binary form
 * @param idempotencyKey the sender's own key for this request
 * @param messageId the sender's id of this message, from its proof or from a header field that its source names
 * @param body the bytes as sent
 * @param attributes small facts to keep with every event of this arrival
 * @param identity within which the fingerprints of its alerts are unique
 */
public record Arrival(
        String source,
        String contentType,
        Map<String, String> cloudEventHeaders,
        Optional<String> idempotencyKey,
        Optional<String> messageId,
        byte[] body,
        Map<String, String> attributes,
        String identity) {

    /** How an external id begins that is a sender's own key: its promise that the same key is the same body. */
    public static final String KEY = "key:";

    /** Freezes the maps. */
    public Arrival {
        cloudEventHeaders = Map.copyOf(cloudEventHeaders);
        attributes = Map.copyOf(attributes);
    }

    /**
     * The id that the sender gave the message as a whole, as an external id. What a proof covers counts before what anybody
     * could have added.
     */
    public Optional<String> givenId() {
        return messageId.map(id -> "msg:" + id).or(() -> idempotencyKey.map(id -> KEY + id));
    }

    /** An arrival whose source is its identity. */
    public Arrival(
            String source,
            String contentType,
            Map<String, String> cloudEventHeaders,
            Optional<String> idempotencyKey,
            Optional<String> messageId,
            byte[] body,
            Map<String, String> attributes) {
        this(source, contentType, cloudEventHeaders, idempotencyKey, messageId, body, attributes, source);
    }
}
