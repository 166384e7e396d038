package io.tocsin.model.event;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tocsin.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the body of an SQS message or a Kafka record into events: takes off the SNS envelope, where there is one, and
 * leaves an EventBridge envelope whole.
 *
 * <p>Never refuses. A queue has nobody to send a 422 to, and a message that is neither stored nor deleted comes back until
 * it ends in the queue's own dead letters, out of the operator's sight. So what isn't JSON becomes an event that is one
 * JSON string: no mapping takes it, and it is a dead letter of the hub, with a reason.
 *
 * <p>What makes a repeat a repeat is the id inside (see {@code ExternalId}), because SQS gives a redriven message a new
 * messageId. Only where there is none inside the SQS messageId and the body's hash take its place. That catches SQS's own
 * redelivery after a delete that failed. It doesn't catch a redrive, which then is a second event; the other way, by the
 * hash alone, two real troubles with the same words would be one, and one of them lost. A second event is dropped by the
 * alert's dedup window or tells people twice; a lost one tells nobody.
 */
public final class Envelope {
    private final JsonSlices json = new JsonSlices();
    private final SnsEnvelope sns = new SnsEnvelope(json);

    /**
     * The events of one message, at least one.
     *
     * @param source the hub's name for the queue
     * @param messageId SQS's name for the message
     * @param body the message as SQS gave it
     */
    public List<EventDraft> unwrap(String source, String messageId, String body) {
        String fallback = "sqs:" + messageId + ":" + Sha256.hex(body.getBytes(StandardCharsets.UTF_8));
        return unwrap(source, fallback, body, Map.of("sqs-message-id", messageId));
    }

    /**
     * The events of one message of any queue, at least one.
     *
     * @param source the hub's name for the queue
     * @param fallback the external id where there is none inside; in an array each element adds its index to it
     * @param body the message as it came
     * @param facts attributes of each of its events
     */
    public List<EventDraft> unwrap(String source, String fallback, String body, Map<String, String> facts) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<EventDraft> drafts = drafts(source, fallback, slices(body, bytes), facts);
        // An array of envelopes of arrays can be a million events in a few hundred KB: then it is one, kept whole.
        return drafts.size() <= PayloadReader.MAX_EVENTS ? drafts : List.of(raw(asText(body), source, fallback, facts));
    }

    private List<EventDraft> drafts(String source, String fallback, List<JsonSlice> slices, Map<String, String> facts) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < slices.size() && drafts.size() <= PayloadReader.MAX_EVENTS; i++) {
            JsonSlice slice = slices.get(i);
            String position = slices.size() == 1 ? "" : "/" + i;
            drafts.addAll(sns.open(slice, source, facts)
                    .orElseGet(() -> List.of(raw(slice, source, fallback + position, facts))));
        }
        return drafts;
    }

    private static EventDraft raw(JsonSlice slice, String source, String fallback, Map<String, String> attributes) {
        boolean cloudEvent = ExternalId.isCloudEvent(slice);
        Map<String, String> facts = new HashMap<>(attributes);
        if (cloudEvent) {
            facts.put("ce-type", slice.texts().get("type"));
        }
        Optional<String> id = ExternalId.of(slice).or(() -> Optional.of(fallback));
        return new EventDraft(source, id, cloudEvent ? MediaType.CLOUDEVENT : MediaType.JSON, slice.bytes(), facts);
    }

    private List<JsonSlice> slices(String body, byte[] bytes) {
        try {
            List<JsonSlice> slices = json.read(bytes, PayloadReader.MAX_EVENTS).slices();
            if (!slices.isEmpty()) {
                return slices;
            }
        } catch (UnreadableException kept) {
            // Kept as it is, below.
        }
        return List.of(asText(body));
    }

    private static JsonSlice asText(String body) {
        byte[] text = TextNode.valueOf(body).toString().getBytes(StandardCharsets.UTF_8);
        return new JsonSlice(text, Map.of());
    }
}
