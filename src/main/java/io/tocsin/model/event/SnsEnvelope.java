package io.tocsin.model.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The envelope that SNS puts around a message, in SQS and over HTTP, unless raw delivery is on.
 *
 * <p>Inside may be an EventBridge event, a CloudWatch alarm, any other JSON, or text that a person typed. JSON comes out
 * as it is. Text comes out as {@code {"title": Subject, "message": text}} (the title only if there is a subject), the
 * field names that the generic mapping knows, so that {@code aws sns publish --message "disk full"} tells somebody.
 */
final class SnsEnvelope {
    private final JsonSlices json;

    SnsEnvelope(JsonSlices json) {
        this.json = json;
    }

    /**
     * Takes the envelope off one slice.
     *
     * @return the events inside; empty if the slice is no SNS notification
     */
    Optional<List<EventDraft>> open(JsonSlice slice, String source, Map<String, String> attributes) {
        if (!ExternalId.isSnsNotification(slice)) {
            return Optional.empty();
        }
        String messageId = slice.texts().get("MessageId");
        Map<String, String> facts = new HashMap<>(attributes);
        facts.put("sns-topic", slice.texts().get("TopicArn"));
        facts.put("sns-message-id", messageId);
        // Mappings see both: what a service publishes as JSON often says no more than its subject does.
        KeptHeaders.keep(facts, "sns-topic", slice.texts().get("TopicArn"));
        slice.text("Subject").ifPresent(subject -> {
            facts.put("sns-subject", subject);
            KeptHeaders.keep(facts, "sns-subject", subject);
        });

        List<JsonSlice> inside = inside(slice);
        List<EventDraft> drafts = new ArrayList<>(inside.size());
        for (int i = 0; i < inside.size(); i++) {
            String position = inside.size() == 1 ? "" : "/" + i;
            // An id of the message's own kind survives a republish.
            Optional<String> id = ExternalId.of(inside.get(i)).or(() -> Optional.of("sns:" + messageId + position));
            drafts.add(new EventDraft(source, id, MediaType.JSON, inside.get(i).bytes(), facts));
        }
        return Optional.of(drafts);
    }

    private List<JsonSlice> inside(JsonSlice envelope) {
        String message = envelope.texts().get("Message");
        try {
            List<JsonSlice> slices = json.read(message.getBytes(StandardCharsets.UTF_8), PayloadReader.MAX_EVENTS)
                    .slices();
            if (!slices.isEmpty()) {
                return slices;
            }
        } catch (UnreadableException text) {
            // Not JSON: what SNS calls a message is just a string, and this one was meant for people.
        }
        var wrapped = JsonNodeFactory.instance.objectNode();
        envelope.text("Subject").ifPresent(subject -> wrapped.put("title", subject));
        wrapped.put("message", message);
        return List.of(new JsonSlice(wrapped.toString().getBytes(StandardCharsets.UTF_8), Map.of()));
    }
}
