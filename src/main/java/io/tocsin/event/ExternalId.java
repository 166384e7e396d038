package io.tocsin.event;

import java.util.Optional;

/**
 * What makes a repeat a repeat. Each kind has a prefix of its own, so that an id of one kind never meets one of another.
 *
 * <table>
 * <caption>In this order; the first that applies counts</caption>
 * <tr><td>{@code msg:}</td><td>the sender's id of the message, from its proof or a header field that its source names</td></tr>
 * <tr><td>{@code key:}</td><td>the sender's {@code Idempotency-Key}; in an array {@code key/index}</td></tr>
 * <tr><td>{@code ce:}</td><td>CloudEvents {@code source} and {@code id}, which its specification makes unique together</td></tr>
 * <tr><td>{@code eventbridge:}</td><td>the envelope's {@code id}: EventBridge delivers at least once, with the same id</td></tr>
 * <tr><td>{@code sns:}</td><td>{@code MessageId}: SNS repeats a delivery with the same one</td></tr>
 * <tr><td>{@code own:}</td><td>the payload's {@code id} or {@code event_id}, <em>and</em> the SHA-256 of its bytes</td></tr>
 * </table>
 *
 * <p>Why the hash: in many payloads {@code id} names the trouble, not the message: firing and resolved carry the same.
 * By the id alone the resolved one would be dropped as a repeat of the firing one, and the trouble would never end. A
 * true repeat has the same bytes.
 */
final class ExternalId {
    private ExternalId() {}

    /** The id that stands in the payload itself. */
    static Optional<String> of(JsonSlice slice) {
        if (isCloudEvent(slice)) {
            return Optional.of(
                    "ce:" + slice.texts().get("source") + " " + slice.texts().get("id"));
        }
        if (isEventBridge(slice)) {
            return Optional.of("eventbridge:" + slice.texts().get("id"));
        }
        if (isSnsNotification(slice)) {
            return Optional.of("sns:" + slice.texts().get("MessageId"));
        }
        return slice.text("id")
                .or(() -> slice.text("event_id"))
                .map(id -> "own:" + id + ":" + Sha256.hex(slice.bytes()));
    }

    static boolean isCloudEvent(JsonSlice slice) {
        return slice.has("specversion", "id", "source", "type");
    }

    static boolean isEventBridge(JsonSlice slice) {
        return slice.has("id", "detail-type", "source", "account");
    }

    static boolean isSnsNotification(JsonSlice slice) {
        return slice.has("Type", "MessageId", "TopicArn", "Message")
                && slice.texts().get("Type").equals("Notification");
    }
}
