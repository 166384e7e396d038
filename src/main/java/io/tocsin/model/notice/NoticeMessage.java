package io.tocsin.model.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * What a channel renders of a notice; what belongs to one delivery alone is added when it is sent.
 *
 * @param id the notice's id
 * @param eventId the event that caused it
 * @param kind what it says
 * @param createdAt when the hub decided to say it
 * @param incident whose notice it is
 * @param alerts the alerts it tells of, each as {@link io.tocsin.model.alert.AlertJson} writes it
 * @param hubName which hub says it
 * @param hubUrl where a reader finds that hub
 */
public record NoticeMessage(
        String id,
        String eventId,
        NoticeKind kind,
        Instant createdAt,
        AboutIncident incident,
        List<ObjectNode> alerts,
        String hubName,
        String hubUrl) {

    public NoticeMessage {
        alerts = List.copyOf(alerts);
    }

    /** The message as JSON, the caller's own. */
    public ObjectNode json() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putObject("notice")
                .put("id", id)
                .put("eventId", eventId)
                .put("kind", kind.word())
                .put("createdAt", createdAt.toString());
        message.putObject("incident")
                .put("id", incident.id())
                .put("rule", incident.rule())
                .put("status", incident.resolvedAt().isPresent() ? "resolved" : "open")
                .put("severity", incident.severity().word())
                .put("title", incident.title())
                .put("openedAt", incident.openedAt().toString())
                .put("resolvedAt", incident.resolvedAt().map(Instant::toString).orElse(null));
        message.putArray("alerts").addAll(alerts);
        message.putObject("hub").put("name", hubName).put("url", hubUrl);
        return message;
    }
}
