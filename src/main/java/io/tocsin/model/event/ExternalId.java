package io.tocsin.model.event;

import java.util.Optional;

/**
 * What makes a repeat a repeat before anybody looks at what it means. Each kind has a prefix of its own, so that an id of one kind never meets one of another.
 *
 * <table>
 * <caption>In this order; the first that applies counts</caption>
 * <tr><td>{@code msg:}</td><td>the sender's id of the message, from its proof or a header field that its source names</td></tr>
 * <tr><td>{@code key:}</td><td>the sender's {@code Idempotency-Key}; in an array {@code key/index}</td></tr>
 * <tr><td>{@code ce:}</td><td>CloudEvents {@code source} and {@code id}, which its specification makes unique together</td></tr>
 * <tr><td>{@code eventbridge:}</td><td>the envelope's {@code id}: EventBridge delivers at least once, with the same id</td></tr>
 * <tr><td>{@code sns:}</td><td>{@code MessageId}: SNS repeats a delivery with the same one</td></tr>
 * </table>
 *
 * <p>The payload's own {@code id} is none. In many payloads it names the trouble, not the message: what fires, is resolved and
 * fires again carries the same three times, and the third message has the very bytes of the first. Whether that is a retry or
 * news only the alert's state can tell.
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
        return Optional.empty();
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
