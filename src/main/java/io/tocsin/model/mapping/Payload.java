package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * What a mapping is given of an event.
 *
 * @param content the event's JSON
 * @param source the name of the hub's source; {@code $source} in jq, and the source of alerts that name none
 * @param identity within which the fingerprints of its alerts are unique, where its mapping does not say that they are global
 * @param headers the header fields that the source keeps, names in lower case; {@code $headers} in jq
 * @param receivedAt when it came in; {@code $received_at} in jq, and the begin of alerts that name none
 * @param size characters of the event's JSON: a larger one may take longer
 */
public record Payload(
        JsonNode content, String source, String identity, Map<String, String> headers, Instant receivedAt, int size) {

    /** Freezes the headers. */
    public Payload {
        headers = Map.copyOf(headers);
    }

    /** What is of ordinary size, from a source that is its own identity. */
    public Payload(JsonNode content, String source, Map<String, String> headers, Instant receivedAt) {
        this(content, source, source, headers, receivedAt, 0);
    }

    /** What came without header fields that matter. */
    public Payload(JsonNode content, String source, Instant receivedAt) {
        this(content, source, Map.of(), receivedAt);
    }

    /** The same with its content in the form that mappings know. */
    Payload inKnownForm() {
        JsonNode known = PayloadForm.known(content);
        return known == content ? this : new Payload(known, source, identity, headers, receivedAt, size);
    }
}
